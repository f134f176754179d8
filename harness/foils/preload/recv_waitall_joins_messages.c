/* MSG_WAITALL on a message socket adds the next message to the first.
 * Noticed by: suites/stream/test_waitall.py::test_recv_of_messages_returns_them_one_by_one
 */
#include "foil.h"

ssize_t recv(int fd, void *buffer, size_t size, int flags)
{
    ssize_t got = REAL(recv)(fd, buffer, size, flags);
    if (!(flags & MSG_WAITALL) || got <= 0 || (size_t) got == size || type_of(fd) == SOCK_STREAM)
        return got;
    ssize_t more = REAL(recv)(fd, (char *) buffer + got, size - got, MSG_DONTWAIT);
    return more > 0 ? got + more : got;
}
