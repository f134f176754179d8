/* A broken pipe of a datagram socket raises SIGPIPE.
 * Noticed by: suites/errors/test_broken_pipe.py::test_a_broken_pipe_of_a_datagram_socket_raises_no_signal
 */
#include "foil.h"

ssize_t send(int fd, const void *data, size_t size, int flags)
{
    ssize_t count = REAL(send)(fd, data, size, flags);
    if (count < 0 && errno == EPIPE && type_of(fd) == SOCK_DGRAM) {
        raise(SIGPIPE);
        errno = EPIPE;
    }
    return count;
}
