/* MSG_DONTWAIT on send makes the socket nonblocking for good.
 * Noticed by: suites/stream/test_send_full.py::test_a_send_that_must_not_wait_leaves_the_socket_blocking
 */
#include "foil.h"

ssize_t send(int fd, const void *data, size_t size, int flags)
{
    if (flags & MSG_DONTWAIT)
        fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
    return REAL(send)(fd, data, size, flags);
}
