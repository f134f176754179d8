/* A nonblocking receive waits as long as SO_RCVTIMEO says.
 * Noticed by: suites/timeouts/test_receive_timeout.py::test_a_receive_with_dontwait_does_not_wait
 */
#include "foil.h"

ssize_t recv(int fd, void *buffer, size_t size, int flags)
{
    struct timeval time = {0};
    socklen_t length = sizeof time;
    getsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &time, &length);
    struct pollfd one = {fd, POLLIN, 0};
    if (time.tv_sec || time.tv_usec)
        REAL(poll)(&one, 1, time.tv_sec * 1000 + time.tv_usec / 1000 + 1);
    return REAL(recv)(fd, buffer, size, flags);
}
