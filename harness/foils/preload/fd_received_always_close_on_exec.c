/* Received descriptors are closed on exec, asked for or not.
 * Noticed by: suites/local/test_descriptors.py::test_a_descriptor_is_not_closed_on_exec_unless_the_receiver_asks_for_it
 */
#include "foil.h"

ssize_t recvmsg(int fd, struct msghdr *message, int flags)
{
    ssize_t result = REAL(recvmsg)(fd, message, flags | MSG_CMSG_CLOEXEC);
    if (result >= 0 && !(flags & MSG_CMSG_CLOEXEC))
        message->msg_flags &= ~MSG_CMSG_CLOEXEC;
    return result;
}
