/* A second connect of an AF_UNIX datagram socket fails.
 * Noticed by: suites/connections/test_connect_datagram.py::test_connect_again_keeps_the_local_name,
 *             suites/connections/test_connect_datagram.py::test_connect_again_and_again_replaces_the_peer_each_time
 */
#include "foil.h"

int connect(int fd, const struct sockaddr *address, socklen_t size)
{
    struct sockaddr_storage peer;
    socklen_t length = sizeof peer;
    if (type_of(fd) == SOCK_DGRAM && family_of(fd) == AF_UNIX && getpeername(fd, (struct sockaddr *) &peer, &length) == 0) {
        errno = EISCONN;
        return -1;
    }
    return REAL(connect)(fd, address, size);
}
