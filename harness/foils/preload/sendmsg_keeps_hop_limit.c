/* The hop limit that sendmsg was given for one datagram stays with the socket. Seen only at the peer.
 * Noticed by: suites/messages/test_hops.py::test_the_hop_limit_is_chosen_for_one_datagram_only
 */
#include "foil.h"

ssize_t sendmsg(int fd, const struct msghdr *message, int flags)
{
    ssize_t sent = REAL(sendmsg)(fd, message, flags);
    struct cmsghdr *control = CMSG_FIRSTHDR(message);
    if (sent >= 0 && control && control->cmsg_level == IPPROTO_IP && control->cmsg_type == IP_TTL)
        setsockopt(fd, IPPROTO_IP, IP_TTL, CMSG_DATA(control), sizeof(int));
    return sent;
}
