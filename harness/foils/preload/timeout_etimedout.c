/* A receive that ran out of time fails with ETIMEDOUT.
 * Noticed by: suites/timeouts/test_receive_timeout.py::test_a_receive_fails_when_the_time_is_over
 */
#include "foil.h"

ssize_t recv(int fd, void *buffer, size_t size, int flags)
{
    ssize_t count = REAL(recv)(fd, buffer, size, flags);
    if (count < 0 && errno == EAGAIN && !nonblocking(fd) && !(flags & MSG_DONTWAIT))
        errno = ETIMEDOUT;
    return count;
}
