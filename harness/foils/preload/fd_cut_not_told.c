/* recvmsg never says that control messages were cut.
 * Noticed by: suites/local/test_descriptor_room.py::test_with_room_for_two_the_third_is_closed
 */
#include "foil.h"

ssize_t recvmsg(int fd, struct msghdr *message, int flags)
{
    ssize_t result = REAL(recvmsg)(fd, message, flags);
    if (result >= 0)
        message->msg_flags &= ~MSG_CTRUNC;
    return result;
}
