/* A second connect of a UDP socket leaves its first peer.
 * Noticed by: suites/connections/test_connect_datagram.py::test_connect_again_replaces_whom_a_udp_socket_hears,
 *             suites/connections/test_connect_datagram.py::test_connect_again_keeps_the_port_that_the_first_chose
 */
#include "foil.h"

int connect(int fd, const struct sockaddr *address, socklen_t size)
{
    struct sockaddr_storage peer;
    socklen_t length = sizeof peer;
    if (type_of(fd) == SOCK_DGRAM && family_of(fd) != AF_UNIX && getpeername(fd, (struct sockaddr *) &peer, &length) == 0)
        return 0;
    return REAL(connect)(fd, address, size);
}
