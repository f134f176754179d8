/* A reset is reported by every receive, not by the first alone.
 * Noticed by: suites/stream/test_recv_reset.py::test_a_reset_is_reported_once_and_then_the_end
 */
#include "foil.h"

ssize_t recv(int fd, void *buffer, size_t size, int flags)
{
    static char broken[4096];
    ssize_t got = REAL(recv)(fd, buffer, size, flags);
    if (got < 0)
        broken[fd] = errno == ECONNRESET;
    if (got != 0 || !broken[fd] || size == 0 || type_of(fd) != SOCK_STREAM)
        return got;
    errno = ECONNRESET;
    return -1;
}
