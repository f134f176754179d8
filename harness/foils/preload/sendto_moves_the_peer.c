/* sendto of a connected datagram socket to another address makes that its peer. Seen only at the peer.
 * Noticed by: suites/datagram/test_destination.py::test_a_connected_socket_keeps_its_peer_when_it_sent_elsewhere
 */
#include "foil.h"

ssize_t sendto(int fd, const void *data, size_t size, int flags, const struct sockaddr *to, socklen_t length)
{
    struct sockaddr_storage peer;
    socklen_t room = sizeof peer;
    ssize_t sent = REAL(sendto)(fd, data, size, flags, to, length);
    if (sent >= 0 && type_of(fd) == SOCK_DGRAM && getpeername(fd, (struct sockaddr *) &peer, &room) == 0)
        connect(fd, to, length);
    return sent;
}
