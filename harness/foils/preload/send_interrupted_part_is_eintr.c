/* A send that a signal or the peer ended after a part fails with EINTR, though the part is on its way.
 * Noticed by: suites/stream/test_send_blocked.py::test_a_signal_ends_a_send_that_had_begun_with_its_count
 */
#include "foil.h"

ssize_t send(int fd, const void *data, size_t size, int flags)
{
    ssize_t sent = REAL(send)(fd, data, size, flags);
    if (sent <= 0 || (size_t) sent == size || nonblocking(fd) || (flags & MSG_DONTWAIT))
        return sent;
    errno = EINTR;
    return -1;
}
