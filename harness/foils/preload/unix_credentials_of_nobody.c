/* Credentials that come with a message name process 0.
 * Noticed by: suites/local/test_credentials.py::test_the_target_learns_who_sent_a_plain_message
 */
#include "foil.h"

ssize_t recvmsg(int fd, struct msghdr *message, int flags)
{
    ssize_t result = REAL(recvmsg)(fd, message, flags);
    for (struct cmsghdr *item = result < 0 ? NULL : CMSG_FIRSTHDR(message); item; item = CMSG_NXTHDR(message, item))
        if (item->cmsg_level == SOL_SOCKET && item->cmsg_type == SCM_CREDENTIALS)
            ((struct ucred *) CMSG_DATA(item))->pid = 0;
    return result;
}
