/* SO_SNDTIMEO does not end a connect that waits.
 * Noticed by: suites/addressing/test_getsockname.py::test_unknown
 */
#include "foil.h"

int connect(int fd, const struct sockaddr *address, socklen_t size)
{
    int result = REAL(connect)(fd, address, size);
    while (result < 0 && errno == EINPROGRESS && !nonblocking(fd)) {
        struct pollfd one = {fd, POLLOUT, 0};
        poll(&one, 1, -1);
        result = REAL(connect)(fd, address, size);
    }
    return result;
}
