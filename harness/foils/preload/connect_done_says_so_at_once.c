/* connect after a nonblocking connect was done fails with EALREADY.
 * Noticed by: suites/connections/test_connect_nonblocking.py::test_connect_again_after_it_was_done_returns_zero_once,
 *             suites/connections/test_connect_nonblocking.py::test_connect_again_after_it_was_done_says_connected
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
