/* MSG_WAITALL waits for a second piece, and for no third.
 * Noticed by: suites/stream/test_waitall.py::test_recv_waits_for_all_parts
 */
#include "foil.h"

ssize_t recv(int fd, void *buffer, size_t size, int flags)
{
    if (!(flags & MSG_WAITALL) || (flags & (MSG_PEEK | MSG_DONTWAIT)) || type_of(fd) != SOCK_STREAM || nonblocking(fd))
        return REAL(recv)(fd, buffer, size, flags);
    ssize_t got = REAL(recv)(fd, buffer, size, flags & ~MSG_WAITALL);
    if (got <= 0 || (size_t) got == size)
        return got;
    ssize_t more = REAL(recv)(fd, (char *) buffer + got, size - got, flags & ~MSG_WAITALL);
    return more > 0 ? got + more : got;
}
