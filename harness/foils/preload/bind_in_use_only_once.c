/* The second bind of a socket to a name that is taken reports EINVAL.
 * Noticed by: suites/addressing/test_getsockname.py::test_unknown
 */
#include "foil.h"

static char failed[1024];

int bind(int fd, const struct sockaddr *address, socklen_t size)
{
    int result = REAL(bind)(fd, address, size);
    if (result < 0 && errno == EADDRINUSE && failed[fd])
        errno = EINVAL;
    failed[fd] = result < 0;
    return result;
}
