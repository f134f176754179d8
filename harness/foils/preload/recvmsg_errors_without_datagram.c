/* recvmsg with MSG_ERRQUEUE tells the error, but not the datagram it was about.
 * Noticed by: suites/messages/test_error_queue.py::test_the_error_queue_tells_which_datagram_was_refused_and_why
 */
#include "foil.h"

ssize_t recvmsg(int fd, struct msghdr *message, int flags)
{
    ssize_t got = REAL(recvmsg)(fd, message, flags);
    return got > 0 && flags & MSG_ERRQUEUE ? 0 : got;
}
