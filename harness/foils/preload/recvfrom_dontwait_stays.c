/* MSG_DONTWAIT in recvfrom makes the socket nonblocking for good.
 * Noticed by: suites/datagram/test_waiting.py::test_a_receive_with_dontwait_fails_at_once_and_the_next_one_waits
 */
#include "foil.h"

ssize_t recvfrom(int fd, void *buffer, size_t size, int flags, struct sockaddr *from, socklen_t *length)
{
    if (flags & MSG_DONTWAIT)
        fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
    return REAL(recvfrom)(fd, buffer, size, flags, from, length);
}
