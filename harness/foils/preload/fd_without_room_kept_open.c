/* Descriptors that the caller has no room for stay open in the process. Seen only at the peer.
 * Noticed by: suites/local/test_descriptor_room.py::test_without_room_the_data_comes_and_the_descriptors_are_closed
 */
#include "foil.h"

ssize_t recvmsg(int fd, struct msghdr *message, int flags)
{
    char room[CMSG_SPACE(64)];
    if (message->msg_controllen)
        return REAL(recvmsg)(fd, message, flags);
    message->msg_control = room;
    message->msg_controllen = sizeof room;
    ssize_t result = REAL(recvmsg)(fd, message, flags);
    if (result >= 0 && message->msg_controllen)
        message->msg_flags |= MSG_CTRUNC;
    message->msg_controllen = 0;
    return result;
}
