/* accept returns 127.0.0.1 as the host of every IPv4 client.
 * Noticed by: suites/connections/test_accept_addresses.py::test_accept_returns_the_very_host_the_client_called_from
 */
#include "foil.h"

int accept4(int fd, struct sockaddr *address, socklen_t *size, int flags)
{
    int taken = REAL(accept4)(fd, address, size, flags);
    if (taken >= 0 && address->sa_family == AF_INET)
        ((struct sockaddr_in *) address)->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return taken;
}
