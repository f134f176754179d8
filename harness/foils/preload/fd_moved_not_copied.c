/* Passing a descriptor closes it for further use at the sender.
 * Noticed by: suites/local/test_descriptors.py::test_the_target_keeps_what_it_passed
 */
#include "foil.h"

ssize_t sendmsg(int fd, const struct msghdr *message, int flags)
{
    ssize_t result = REAL(sendmsg)(fd, message, flags);
    struct cmsghdr *item = CMSG_FIRSTHDR(message);
    if (result >= 0 && item && item->cmsg_level == SOL_SOCKET && item->cmsg_type == SCM_RIGHTS) {
        int other = REAL(socket)(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
        dup2(other, *(int *) CMSG_DATA(item));
        REAL(close)(other);
    }
    return result;
}
