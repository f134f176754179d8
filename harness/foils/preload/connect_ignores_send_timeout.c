/* SO_SNDTIMEO does not end a connect that waits.
 * Noticed by: suites/connections/test_connect_nonblocking.py::test_a_connect_that_the_send_timeout_ended_goes_on,
 *             suites/connections/test_connect_nonblocking.py::test_connect_gives_up_waiting_after_the_send_timeout
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
