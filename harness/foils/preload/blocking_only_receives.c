/* The nonblocking mode counts for receives only: a send waits for room.
 * Noticed by: suites/readiness/test_blocking_mode.py::test_nonblocking_sends_end_when_the_room_does
 */
#include "foil.h"

ssize_t send(int fd, const void *data, size_t size, int flags)
{
    struct pollfd one = {fd, POLLOUT, 0};
    if (nonblocking(fd) && !(flags & MSG_DONTWAIT))
        REAL(poll)(&one, 1, -1);
    return REAL(send)(fd, data, size, flags);
}
