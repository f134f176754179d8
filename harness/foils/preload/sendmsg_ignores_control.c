/* sendmsg on IP sockets ignores control messages that are valid. Seen only at the peer.
 * Noticed by: suites/messages/test_hops.py::test_the_hop_limit_is_chosen_for_one_datagram_only
 *             suites/messages/test_packet_info.py::test_packet_information_chooses_the_source_of_one_datagram
 */
#include "foil.h"

ssize_t sendmsg(int fd, const struct msghdr *message, int flags)
{
    struct msghdr bare = *message;
    if (family_of(fd) != AF_UNIX) {
        bare.msg_control = NULL;
        bare.msg_controllen = 0;
    }
    return REAL(sendmsg)(fd, &bare, flags);
}
