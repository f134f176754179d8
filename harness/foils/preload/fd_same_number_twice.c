/* A message with three descriptors brings the first of them three times. Seen only at the peer.
 * Noticed by: suites/local/test_descriptors.py::test_several_descriptors_of_the_target_arrive_in_order
 */
#include "foil.h"

ssize_t sendmsg(int fd, const struct msghdr *message, int flags)
{
    struct cmsghdr *item = CMSG_FIRSTHDR(message);
    if (item && item->cmsg_type == SCM_RIGHTS)
        for (size_t at = sizeof(int); at < item->cmsg_len - CMSG_LEN(0); at += sizeof(int))
            memcpy(CMSG_DATA(item) + at, CMSG_DATA(item), sizeof(int));
    return REAL(sendmsg)(fd, message, flags);
}
