/* Connections over IPv4 do not inherit IP_TTL.
 * Noticed by: suites/connections/test_accept_inherits.py::test_ipv4_connections_have_the_ip_options_of_their_listener
 */
#include "foil.h"

int accept4(int fd, struct sockaddr *address, socklen_t *size, int flags)
{
    int taken = REAL(accept4)(fd, address, size, flags);
    int usual = 64;
    if (taken >= 0 && family_of(taken) == AF_INET)
        setsockopt(taken, IPPROTO_IP, IP_TTL, &usual, sizeof usual);
    return taken;
}
