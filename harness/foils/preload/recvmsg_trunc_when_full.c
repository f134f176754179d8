/* recvmsg says MSG_TRUNC of a message that fits to the byte.
 * Noticed by: suites/messages/test_message_flags.py::test_a_message_that_fits_is_not_flagged
 */
#include "foil.h"

ssize_t recvmsg(int fd, struct msghdr *message, int flags)
{
    ssize_t got = REAL(recvmsg)(fd, message, flags);
    if (got > 0 && type_of(fd) != SOCK_STREAM && message->msg_iovlen == 1 && (size_t) got == message->msg_iov->iov_len)
        message->msg_flags |= MSG_TRUNC;
    return got;
}
