/* A receive does not stop at the mark.
 * Noticed by: suites/stream/test_oob_mark.py::test_recv_stops_at_the_mark_and_then_goes_beyond
 */
#include "foil.h"

ssize_t recv(int fd, void *buffer, size_t size, int flags)
{
    ssize_t got = REAL(recv)(fd, buffer, size, flags);
    if (got <= 0 || (size_t) got == size || type_of(fd) != SOCK_STREAM || (flags & (MSG_PEEK | MSG_OOB)))
        return got;
    ssize_t more = REAL(recv)(fd, (char *) buffer + got, size - got, MSG_DONTWAIT);
    return more > 0 ? got + more : got;
}
