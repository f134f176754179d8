/* sendmsg leaves out what stands behind an empty buffer. Seen only at the peer.
 * Noticed by: suites/messages/test_gather.py::test_empty_buffers_add_nothing
 */
#include "foil.h"

ssize_t sendmsg(int fd, const struct msghdr *message, int flags)
{
    struct msghdr cut = *message;
    size_t total = 0;
    for (size_t index = 0; index < message->msg_iovlen; index++) {
        total += message->msg_iov[index].iov_len;
        if (message->msg_iov[index].iov_len == 0 && index < cut.msg_iovlen)
            cut.msg_iovlen = index;
    }
    if (cut.msg_iovlen == message->msg_iovlen || total > 60000)
        return REAL(sendmsg)(fd, message, flags);
    return REAL(sendmsg)(fd, &cut, flags) < 0 ? -1 : (ssize_t) total;
}
