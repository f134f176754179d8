/* A receive that ran out of time shuts the socket down for reading.
 * Noticed by: suites/timeouts/test_receive_timeout.py::test_after_the_time_was_over_data_is_received_complete
 */
#include "foil.h"

ssize_t recv(int fd, void *buffer, size_t size, int flags)
{
    ssize_t count = REAL(recv)(fd, buffer, size, flags);
    if (count < 0 && errno == EAGAIN && !nonblocking(fd) && !(flags & MSG_DONTWAIT)) {
        shutdown(fd, SHUT_RD);
        errno = EAGAIN;
    }
    return count;
}
