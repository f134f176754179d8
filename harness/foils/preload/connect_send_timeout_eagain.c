/* A connect that SO_SNDTIMEO ends reports EAGAIN instead of EINPROGRESS.
 * Noticed by: suites/connections/test_connect_nonblocking.py::test_a_connect_that_the_send_timeout_ended_goes_on,
 *             suites/connections/test_connect_nonblocking.py::test_connect_gives_up_waiting_after_the_send_timeout
 */
#include "foil.h"

int connect(int fd, const struct sockaddr *address, socklen_t size)
{
    int result = REAL(connect)(fd, address, size);
    if (result < 0 && errno == EINPROGRESS && !nonblocking(fd))
        errno = EAGAIN;
    return result;
}
