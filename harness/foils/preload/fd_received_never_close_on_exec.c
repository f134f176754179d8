/* MSG_CMSG_CLOEXEC is not passed on.
 * Noticed by: suites/local/test_descriptors.py::test_a_descriptor_is_closed_on_exec_if_the_receiver_asks_for_it
 */
#include "foil.h"

ssize_t recvmsg(int fd, struct msghdr *message, int flags)
{
    return REAL(recvmsg)(fd, message, flags & ~MSG_CMSG_CLOEXEC);
}
