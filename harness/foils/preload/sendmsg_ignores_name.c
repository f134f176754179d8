/* sendmsg of a connected datagram socket goes to its peer, whatever the name in the header. Seen only at the peer.
 * Noticed by: suites/datagram/test_destination.py::test_a_connected_socket_sends_elsewhere_for_one_call
 *             suites/datagram/test_destination.py::test_the_peer_gets_nothing_of_what_was_sent_elsewhere
 */
#include "foil.h"

ssize_t sendmsg(int fd, const struct msghdr *message, int flags)
{
    struct msghdr nameless = *message;
    struct sockaddr_storage peer;
    socklen_t room = sizeof peer;
    if (type_of(fd) == SOCK_DGRAM && getpeername(fd, (struct sockaddr *) &peer, &room) == 0) {
        nameless.msg_name = NULL;
        nameless.msg_namelen = 0;
    }
    return REAL(sendmsg)(fd, &nameless, flags);
}
