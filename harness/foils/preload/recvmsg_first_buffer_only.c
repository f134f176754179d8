/* recvmsg fills the first of its buffers and no other.
 * Noticed by: suites/messages/test_scatter.py::test_each_buffer_is_filled_before_the_next
 */
#include "foil.h"

ssize_t recvmsg(int fd, struct msghdr *message, int flags)
{
    size_t count = message->msg_iovlen;
    if (count > 1 && count <= 1024)
        message->msg_iovlen = 1;
    ssize_t got = REAL(recvmsg)(fd, message, flags);
    message->msg_iovlen = count;
    return got;
}
