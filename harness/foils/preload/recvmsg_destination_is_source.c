/* IP_PKTINFO tells where a datagram came from instead of where it went.
 * Noticed by: suites/messages/test_packet_info.py::test_each_datagram_tells_the_address_it_was_sent_to
 */
#include "foil.h"

ssize_t recvmsg(int fd, struct msghdr *message, int flags)
{
    ssize_t got = REAL(recvmsg)(fd, message, flags);
    struct cmsghdr *control = got >= 0 ? CMSG_FIRSTHDR(message) : NULL;
    if (control && control->cmsg_level == IPPROTO_IP && control->cmsg_type == IP_PKTINFO && message->msg_namelen)
        ((struct in_pktinfo *) CMSG_DATA(control))->ipi_addr = ((struct sockaddr_in *) message->msg_name)->sin_addr;
    return got;
}
