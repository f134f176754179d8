/* MSG_DONTWAIT on recv makes the socket nonblocking for good.
 * Noticed by: suites/stream/test_recv_empty.py::test_a_recv_that_must_not_wait_leaves_the_socket_blocking
 */
#include "foil.h"

ssize_t recv(int fd, void *buffer, size_t size, int flags)
{
    if (flags & MSG_DONTWAIT)
        fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
    return REAL(recv)(fd, buffer, size, flags);
}
