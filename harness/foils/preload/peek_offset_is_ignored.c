/* SO_PEEK_OFF is stored and has no effect on peeks.
 * Noticed by: suites/stream/test_peek_offset.py::test_peeks_go_on_where_the_last_one_ended
 */
#include "foil.h"

ssize_t recv(int fd, void *buffer, size_t size, int flags)
{
    int offset = flags & MSG_PEEK ? option(fd, SOL_SOCKET, SO_PEEK_OFF) : -1, off = -1;
    if (offset < 0)
        return REAL(recv)(fd, buffer, size, flags);
    setsockopt(fd, SOL_SOCKET, SO_PEEK_OFF, &off, sizeof off);
    ssize_t got = REAL(recv)(fd, buffer, size, flags);
    offset += got > 0 ? got : 0;
    setsockopt(fd, SOL_SOCKET, SO_PEEK_OFF, &offset, sizeof offset);
    return got;
}
