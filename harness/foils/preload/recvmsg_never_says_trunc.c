/* recvmsg cuts messages without MSG_TRUNC.
 * Noticed by: suites/messages/test_message_flags.py::test_a_message_that_was_cut_is_flagged
 */
#include "foil.h"

ssize_t recvmsg(int fd, struct msghdr *message, int flags)
{
    ssize_t got = REAL(recvmsg)(fd, message, flags);
    message->msg_flags &= ~MSG_TRUNC;
    return got;
}
