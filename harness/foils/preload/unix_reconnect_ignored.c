/* A connected AF_UNIX datagram socket stays with its first peer.
 * Noticed by: suites/local/test_datagram_peer.py::test_sends_reach_the_latest_peer
 */
#include "foil.h"

int connect(int fd, const struct sockaddr *address, socklen_t size)
{
    struct sockaddr_un peer;
    socklen_t length = sizeof peer;
    if (address->sa_family == AF_UNIX && type_of(fd) == SOCK_DGRAM && REAL(getpeername)(fd, (struct sockaddr *) &peer, &length) == 0)
        return 0;
    return REAL(connect)(fd, address, size);
}
