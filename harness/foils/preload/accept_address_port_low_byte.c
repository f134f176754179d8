/* accept returns ports without their low byte.
 * Noticed by: suites/connections/test_accept_addresses.py::test_accept_returns_the_very_port_the_client_called_from
 */
#include "foil.h"

int accept4(int fd, struct sockaddr *address, socklen_t *size, int flags)
{
    int taken = REAL(accept4)(fd, address, size, flags);
    if (taken >= 0 && address->sa_family != AF_UNIX)
        ((struct sockaddr_in *) address)->sin_port &= htons(0xff00);
    return taken;
}
