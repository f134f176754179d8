/* sendmsg makes a datagram of each buffer. Seen only at the peer.
 * Noticed by: suites/messages/test_gather.py::test_each_call_makes_one_message_of_its_buffers
 *             suites/messages/test_gather.py::test_buffers_to_an_address_arrive_as_one_datagram
 */
#include "foil.h"

ssize_t sendmsg(int fd, const struct msghdr *message, int flags)
{
    if (type_of(fd) != SOCK_DGRAM || message->msg_iovlen < 2 || message->msg_iovlen > 16)
        return REAL(sendmsg)(fd, message, flags);
    ssize_t total = 0;
    for (size_t index = 0; index < message->msg_iovlen; index++) {
        struct msghdr one = *message;
        one.msg_iov += index;
        one.msg_iovlen = 1;
        ssize_t sent = one.msg_iov->iov_len ? REAL(sendmsg)(fd, &one, flags) : 0;
        if (sent < 0)
            return -1;
        total += sent;
    }
    return total;
}
