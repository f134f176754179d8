/* sendmsg on a connected AF_UNIX socket goes to its peer, whatever address it names. Seen only at the peer.
 * Noticed by: suites/local/test_datagram_peer.py::test_a_connected_socket_can_send_elsewhere
 */
#include "foil.h"

ssize_t sendmsg(int fd, const struct msghdr *message, int flags)
{
    struct msghdr changed = *message;
    struct sockaddr_un peer;
    socklen_t size = sizeof peer;
    if (family_of(fd) == AF_UNIX && REAL(getpeername)(fd, (struct sockaddr *) &peer, &size) == 0) {
        changed.msg_name = NULL;
        changed.msg_namelen = 0;
    }
    return REAL(sendmsg)(fd, &changed, flags);
}
