/* accept returns IPv6 addresses with a flow label that nobody set.
 * Noticed by: suites/connections/test_accept_addresses.py::test_accept_returns_the_address_of_the_client
 */
#include "foil.h"

int accept4(int fd, struct sockaddr *address, socklen_t *size, int flags)
{
    int taken = REAL(accept4)(fd, address, size, flags);
    if (taken >= 0 && address->sa_family == AF_INET6)
        ((struct sockaddr_in6 *) address)->sin6_flowinfo = htonl(0x12345);
    return taken;
}
