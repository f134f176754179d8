/* A receive with MSG_WAITALL that has taken a part fails when a signal comes, and the part is lost.
 * Noticed by: suites/stream/test_recv_blocked.py::test_a_signal_lets_a_recv_that_waits_for_all_end_with_what_it_has_or_go_on
 */
#include "foil.h"

ssize_t recv(int fd, void *buffer, size_t size, int flags)
{
    if (!(flags & MSG_WAITALL) || (flags & (MSG_PEEK | MSG_DONTWAIT)) || type_of(fd) != SOCK_STREAM || nonblocking(fd))
        return REAL(recv)(fd, buffer, size, flags);
    size_t got = 0;
    while (got < size) {
        ssize_t more = REAL(recv)(fd, (char *) buffer + got, size - got, 0);
        if (more < 0 && errno == EINTR)
            return -1;
        if (more <= 0)
            return got ? (ssize_t) got : more;
        got += more;
    }
    return got;
}
