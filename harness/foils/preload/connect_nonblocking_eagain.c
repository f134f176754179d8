/* A nonblocking connect reports EAGAIN instead of EINPROGRESS.
 * Noticed by: suites/addressing/test_getsockname.py::test_unknown
 */
#include "foil.h"

int connect(int fd, const struct sockaddr *address, socklen_t size)
{
    int result = REAL(connect)(fd, address, size);
    if (result < 0 && errno == EINPROGRESS && nonblocking(fd))
        errno = EAGAIN;
    return result;
}
