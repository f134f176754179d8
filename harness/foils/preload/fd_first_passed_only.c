/* sendmsg sends the first of several descriptors. Seen only at the peer.
 * Noticed by: suites/local/test_descriptors.py::test_several_descriptors_of_the_target_arrive_in_order
 */
#include "foil.h"

ssize_t sendmsg(int fd, const struct msghdr *message, int flags)
{
    struct cmsghdr *item = CMSG_FIRSTHDR(message);
    if (item && item->cmsg_level == SOL_SOCKET && item->cmsg_type == SCM_RIGHTS && item->cmsg_len > CMSG_LEN(4))
        item->cmsg_len = CMSG_LEN(4);
    return REAL(sendmsg)(fd, message, flags);
}
