/* Peeking brings no descriptors.
 * Noticed by: suites/local/test_descriptors.py::test_peeking_gives_a_descriptor_and_leaves_one_for_the_read
 */
#include "foil.h"

ssize_t recvmsg(int fd, struct msghdr *message, int flags)
{
    if (flags & MSG_PEEK)
        message->msg_controllen = 0;
    ssize_t result = REAL(recvmsg)(fd, message, flags);
    if (flags & MSG_PEEK && result >= 0)
        message->msg_flags &= ~MSG_CTRUNC;
    return result;
}
