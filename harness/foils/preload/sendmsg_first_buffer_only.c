/* sendmsg sends the first of its buffers that has any bytes, and counts them all. Seen only at the peer.
 * Noticed by: suites/messages/test_gather.py::test_buffers_arrive_one_behind_the_other
 *             suites/messages/test_gather.py::test_each_call_makes_one_message_of_its_buffers
 */
#include "foil.h"

ssize_t sendmsg(int fd, const struct msghdr *message, int flags)
{
    struct msghdr cut = *message;
    size_t total = 0;
    for (size_t index = 0; index < message->msg_iovlen; index++)
        total += message->msg_iov[index].iov_len;
    cut.msg_iovlen = cut.msg_iovlen > 1;
    return REAL(sendmsg)(fd, message->msg_iovlen > 1 ? &cut : message, flags) < 0 ? -1 : (ssize_t) total;
}
