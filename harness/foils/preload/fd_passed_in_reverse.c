/* Descriptors arrive in reverse order. Seen only at the peer.
 * Noticed by: suites/local/test_descriptors.py::test_several_descriptors_of_the_target_arrive_in_order
 */
#include "foil.h"

ssize_t sendmsg(int fd, const struct msghdr *message, int flags)
{
    struct cmsghdr *item = CMSG_FIRSTHDR(message);
    if (item && item->cmsg_level == SOL_SOCKET && item->cmsg_type == SCM_RIGHTS) {
        int *numbers = (int *) CMSG_DATA(item), count = (item->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        for (int index = 0; index < count / 2; index++) {
            int swapped = numbers[index];
            numbers[index] = numbers[count - 1 - index];
            numbers[count - 1 - index] = swapped;
        }
    }
    return REAL(sendmsg)(fd, message, flags);
}
