/* A reset throws away what was queued before it.
 * Noticed by: suites/stream/test_recv_reset.py::test_what_came_before_a_reset_is_received_before_it
 */
#include "foil.h"

ssize_t recv(int fd, void *buffer, size_t size, int flags)
{
    struct pollfd one = {fd, 0, 0};
    char rest[4096];
    if (type_of(fd) == SOCK_STREAM && REAL(poll)(&one, 1, 0) == 1 && (one.revents & POLLERR))
        while (REAL(recv)(fd, rest, sizeof rest, MSG_DONTWAIT) > 0)
            errno = ECONNRESET;
    else
        return REAL(recv)(fd, buffer, size, flags);
    return -1;
}
