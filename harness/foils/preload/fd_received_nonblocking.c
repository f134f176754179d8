/* Received descriptors are switched to nonblocking mode.
 * Noticed by: suites/local/test_descriptors.py::test_a_descriptor_is_not_closed_on_exec_unless_the_receiver_asks_for_it
 */
#include "foil.h"

ssize_t recvmsg(int fd, struct msghdr *message, int flags)
{
    ssize_t result = REAL(recvmsg)(fd, message, flags);
    struct cmsghdr *item = result < 0 ? NULL : CMSG_FIRSTHDR(message);
    if (item && item->cmsg_type == SCM_RIGHTS)
        REAL(fcntl)(*(int *) CMSG_DATA(item), F_SETFL, O_RDWR | O_NONBLOCK);
    return result;
}
