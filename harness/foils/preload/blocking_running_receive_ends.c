/* A receive that waits for messages ends when the mode changes.
 * Noticed by: suites/readiness/test_blocking_mode.py::test_a_receive_that_waits_goes_on_waiting
 */
#include "foil.h"

ssize_t recv(int fd, void *buffer, size_t size, int flags)
{
    struct pollfd one = {fd, POLLIN, 0};
    while (type_of(fd) == SOCK_DGRAM && !nonblocking(fd) && !(flags & MSG_DONTWAIT) && REAL(poll)(&one, 1, 10) == 0)
        ;
    return REAL(recv)(fd, buffer, size, flags);
}
