/* A datagram that cannot be sent raises SIGPIPE.
 * Noticed by: suites/stream/test_sigpipe.py::test_a_datagram_that_cannot_be_sent_raises_no_sigpipe
 */
#include "foil.h"

ssize_t send(int fd, const void *data, size_t size, int flags)
{
    ssize_t sent = REAL(send)(fd, data, size, flags);
    if (sent < 0 && errno == EPIPE && type_of(fd) == SOCK_DGRAM) {
        raise(SIGPIPE);
        errno = EPIPE;
    }
    return sent;
}
