/* accept returns abstract names only up to their second zero byte.
 * Noticed by: suites/connections/test_accept_addresses.py::test_accept_returns_the_whole_abstract_name_of_a_client
 */
#include "foil.h"

int accept4(int fd, struct sockaddr *address, socklen_t *size, int flags)
{
    int taken = REAL(accept4)(fd, address, size, flags);
    struct sockaddr_un *name = (struct sockaddr_un *) address;
    if (taken >= 0 && name->sun_family == AF_UNIX && *size > 3 && name->sun_path[0] == 0)
        *size = 3 + strnlen(name->sun_path + 1, *size - 3);
    return taken;
}
