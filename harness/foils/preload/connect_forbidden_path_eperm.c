/* connect to a path that may not be written reports EPERM.
 * Noticed by: suites/addressing/test_getsockname.py::test_unknown
 */
#include "foil.h"

int connect(int fd, const struct sockaddr *address, socklen_t size)
{
    int result = REAL(connect)(fd, address, size);
    if (result < 0 && errno == EACCES && address->sa_family == AF_UNIX)
        errno = EPERM;
    return result;
}
