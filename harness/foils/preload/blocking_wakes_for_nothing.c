/* A receive that waits gives up after a while.
 * Noticed by: suites/timeouts/test_receive_timeout.py::test_a_time_of_zero_is_no_limit
 */
#include "foil.h"

ssize_t recv(int fd, void *buffer, size_t size, int flags)
{
    struct pollfd one = {fd, POLLIN, 0};
    if (!nonblocking(fd) && type_of(fd) == SOCK_SEQPACKET && REAL(poll)(&one, 1, 25) == 0)
        flags |= MSG_DONTWAIT;
    return REAL(recv)(fd, buffer, size, flags);
}
