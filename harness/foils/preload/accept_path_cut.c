/* accept returns AF_UNIX paths without what is beyond 100 bytes.
 * Noticed by: suites/connections/test_accept_addresses.py::test_accept_returns_the_path_of_a_client_that_has_one
 */
#include "foil.h"

int accept4(int fd, struct sockaddr *address, socklen_t *size, int flags)
{
    int taken = REAL(accept4)(fd, address, size, flags);
    if (taken >= 0 && address->sa_family == AF_UNIX && *size > 102) {
        *size = 102;
        ((struct sockaddr_un *) address)->sun_path[100] = 0;
    }
    return taken;
}
