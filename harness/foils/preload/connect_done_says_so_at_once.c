/* connect after a nonblocking connect was done fails with EALREADY.
 * Noticed by: suites/addressing/test_getsockname.py::test_unknown
 */
#include "foil.h"

static char begun[1024];

int connect(int fd, const struct sockaddr *address, socklen_t size)
{
    struct sockaddr_storage peer;
    socklen_t length = sizeof peer;
    if (begun[fd] && getpeername(fd, (struct sockaddr *) &peer, &length) == 0) {
        errno = EALREADY;
        return -1;
    }
    int result = REAL(connect)(fd, address, size);
    begun[fd] = result < 0 && errno == EINPROGRESS;
    return result;
}
