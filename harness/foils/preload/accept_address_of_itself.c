/* accept returns the local address of a TCP connection instead of its peer's.
 * Noticed by: suites/connections/test_accept_addresses.py::test_accept_returns_the_address_of_the_client
 */
#include "foil.h"

int accept4(int fd, struct sockaddr *address, socklen_t *size, int flags)
{
    int taken = REAL(accept4)(fd, address, size, flags);
    if (taken >= 0 && address->sa_family != AF_UNIX)
        getsockname(taken, address, size);
    return taken;
}
