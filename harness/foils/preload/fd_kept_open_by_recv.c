/* Descriptors that come with data for recv stay open in the process. Seen only at the peer.
 * Noticed by: suites/local/test_descriptor_room.py::test_a_call_that_takes_no_control_messages_closes_the_descriptors
 */
#include "foil.h"

ssize_t recv(int fd, void *buffer, size_t size, int flags)
{
    char room[CMSG_SPACE(64)];
    struct iovec piece = {buffer, size};
    struct msghdr message = {.msg_iov = &piece, .msg_iovlen = 1, .msg_control = room, .msg_controllen = sizeof room};
    return REAL(recvmsg)(fd, &message, flags);
}
