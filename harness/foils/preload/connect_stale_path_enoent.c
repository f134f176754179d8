/* connect to the path of a closed AF_UNIX socket reports ENOENT.
 * Noticed by: suites/addressing/test_getsockname.py::test_unknown
 */
#include "foil.h"

int connect(int fd, const struct sockaddr *address, socklen_t size)
{
    int result = REAL(connect)(fd, address, size);
    if (result < 0 && errno == ECONNREFUSED && address->sa_family == AF_UNIX)
        errno = ENOENT;
    return result;
}
