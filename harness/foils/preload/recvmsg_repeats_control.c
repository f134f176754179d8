/* The hop limit of the first datagram is reported for all.
 * Noticed by: suites/messages/test_hops.py::test_the_hops_left_of_each_datagram_are_reported
 */
#include "foil.h"

ssize_t recvmsg(int fd, struct msghdr *message, int flags)
{
    static int first;
    ssize_t got = REAL(recvmsg)(fd, message, flags);
    struct cmsghdr *control = got >= 0 ? CMSG_FIRSTHDR(message) : NULL;
    if (control && control->cmsg_level == IPPROTO_IP && control->cmsg_type == IP_TTL) {
        if (first == 0)
            memcpy(&first, CMSG_DATA(control), sizeof first);
        memcpy(CMSG_DATA(control), &first, sizeof first);
    }
    return got;
}
