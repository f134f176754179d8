/* bind of a bound AF_UNIX socket reports EADDRINUSE.
 * Noticed by: suites/addressing/test_getsockname.py::test_unknown
 */
#include "foil.h"

int bind(int fd, const struct sockaddr *address, socklen_t size)
{
    int result = REAL(bind)(fd, address, size);
    if (result < 0 && errno == EINVAL && address->sa_family == AF_UNIX)
        errno = EADDRINUSE;
    return result;
}
