/* recvmsg into three buffers and more leaves out the last.
 * Noticed by: suites/runtime/test_into.py::test_recvmsg_into_fills_one_buffer_after_the_other
 */
#include "foil.h"

ssize_t recvmsg(int fd, struct msghdr *message, int flags)
{
    struct msghdr changed = *message;
    changed.msg_iovlen -= message->msg_iovlen > 2;
    ssize_t result = REAL(recvmsg)(fd, &changed, flags);
    changed.msg_iovlen = message->msg_iovlen;
    *message = changed;
    return result;
}
