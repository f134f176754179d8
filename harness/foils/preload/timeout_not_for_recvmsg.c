/* recvmsg does not look at SO_RCVTIMEO.
 * Noticed by: suites/timeouts/test_receive_timeout.py::test_a_receive_fails_when_the_time_is_over
 */
#include "foil.h"

ssize_t recvmsg(int fd, struct msghdr *message, int flags)
{
    struct pollfd one = {fd, POLLIN, 0};
    if (!nonblocking(fd) && !(flags & (MSG_DONTWAIT | MSG_ERRQUEUE)))
        REAL(poll)(&one, 1, -1);
    return REAL(recvmsg)(fd, message, flags);
}
