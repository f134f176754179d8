/* A receive with MSG_WAITALL that a reset cuts short reports the reset and loses what it had.
 * Noticed by: suites/stream/test_recv_reset.py::test_a_recv_that_waits_for_all_returns_what_came_before_a_reset
 */
#include "foil.h"

ssize_t recv(int fd, void *buffer, size_t size, int flags)
{
    ssize_t got = REAL(recv)(fd, buffer, size, flags);
    struct pollfd one = {fd, 0, 0};
    if ((flags & MSG_WAITALL) && got > 0 && (size_t) got < size && REAL(poll)(&one, 1, 0) == 1 && (one.revents & POLLERR))
        return REAL(recv)(fd, buffer, size, flags);
    return got;
}
