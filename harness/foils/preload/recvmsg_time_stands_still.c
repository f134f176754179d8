/* SO_TIMESTAMP reports the time of the first datagram for all.
 * Noticed by: suites/messages/test_timestamps.py::test_a_later_datagram_brings_a_later_time
 */
#include "foil.h"

ssize_t recvmsg(int fd, struct msghdr *message, int flags)
{
    static struct timeval first;
    ssize_t got = REAL(recvmsg)(fd, message, flags);
    struct cmsghdr *control = got >= 0 ? CMSG_FIRSTHDR(message) : NULL;
    if (control && control->cmsg_level == SOL_SOCKET && control->cmsg_type == SO_TIMESTAMP) {
        if (first.tv_sec == 0)
            memcpy(&first, CMSG_DATA(control), sizeof first);
        memcpy(CMSG_DATA(control), &first, sizeof first);
    }
    return got;
}
