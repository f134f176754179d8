/* getsockname returns a path without its last byte beyond 100.
 * Noticed by: suites/addressing/test_unix_names.py::test_getsockname_tells_the_path_that_was_bound
 */
#include "foil.h"

int getsockname(int fd, struct sockaddr *address, socklen_t *size)
{
    int result = REAL(getsockname)(fd, address, size);
    if (result == 0 && address->sa_family == AF_UNIX && *size > 104)
        ((struct sockaddr_un *) address)->sun_path[--*size - 3] = 0;
    return result;
}
