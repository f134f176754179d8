/* sendmsg of several buffers on a stream counts all of them, although not all found room.
 * Noticed by: suites/messages/test_gather.py::test_what_is_sent_of_buffers_that_exceed_the_room_is_their_beginning
 */
#include "foil.h"

ssize_t sendmsg(int fd, const struct msghdr *message, int flags)
{
    ssize_t total = 0, sent = REAL(sendmsg)(fd, message, flags);
    for (size_t index = 0; index < message->msg_iovlen; index++)
        total += message->msg_iov[index].iov_len;
    return sent < 0 || message->msg_iovlen < 2 ? sent : total;
}
