/* SO_RCVTIMEO limits the first receive only.
 * Noticed by: suites/timeouts/test_receive_timeout.py::test_each_receive_has_the_whole_time
 */
#include "foil.h"

ssize_t recv(int fd, void *buffer, size_t size, int flags)
{
    ssize_t count = REAL(recv)(fd, buffer, size, flags);
    int error = errno;
    if (count < 0 && error == EAGAIN && !nonblocking(fd) && !(flags & MSG_DONTWAIT))
        setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &(struct timeval) {0}, sizeof(struct timeval));
    errno = error;
    return count;
}
