/* recvmsg drops control messages without MSG_CTRUNC.
 * Noticed by: suites/messages/test_control_room.py::test_with_too_little_room_the_message_is_complete_and_flagged
 */
#include "foil.h"

ssize_t recvmsg(int fd, struct msghdr *message, int flags)
{
    ssize_t got = REAL(recvmsg)(fd, message, flags);
    message->msg_flags &= ~MSG_CTRUNC;
    return got;
}
