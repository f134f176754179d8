/* A receive that ran out of time returns 0, like the end of file.
 * Noticed by: suites/timeouts/test_receive_timeout.py::test_a_receive_fails_when_the_time_is_over
 */
#include "foil.h"

ssize_t recv(int fd, void *buffer, size_t size, int flags)
{
    ssize_t count = REAL(recv)(fd, buffer, size, flags);
    if (count < 0 && errno == EAGAIN && !nonblocking(fd) && !(flags & MSG_DONTWAIT))
        return 0;
    return count;
}
