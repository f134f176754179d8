/* sendmsg forgets buffers beyond the sixty-fourth, and counts them. Seen only at the peer.
 * Noticed by: suites/messages/test_gather.py::test_many_buffers_of_one_byte_arrive_in_order
 */
#include "foil.h"

ssize_t sendmsg(int fd, const struct msghdr *message, int flags)
{
    struct msghdr cut = *message;
    size_t rest = 0;
    if (message->msg_iovlen > 1024)
        return REAL(sendmsg)(fd, message, flags);
    for (size_t index = 64; index < message->msg_iovlen; index++)
        rest += message->msg_iov[index].iov_len;
    cut.msg_iovlen = message->msg_iovlen > 64 ? 64 : message->msg_iovlen;
    ssize_t sent = REAL(sendmsg)(fd, &cut, flags);
    return sent < 0 ? -1 : sent + (ssize_t) rest;
}
