/* sendmsg sends the last two of three or more buffers in the wrong order. Seen only at the peer.
 * Noticed by: suites/messages/test_gather.py::test_buffers_arrive_one_behind_the_other
 */
#include "foil.h"

ssize_t sendmsg(int fd, const struct msghdr *message, int flags)
{
    size_t count = message->msg_iovlen;
    if (count < 3 || count > 64)
        return REAL(sendmsg)(fd, message, flags);
    struct iovec turned[64];
    memcpy(turned, message->msg_iov, count * sizeof *turned);
    turned[count - 1] = message->msg_iov[count - 2];
    turned[count - 2] = message->msg_iov[count - 1];
    struct msghdr wrong = *message;
    wrong.msg_iov = turned;
    return REAL(sendmsg)(fd, &wrong, flags);
}
