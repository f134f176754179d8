/* connect of a UDP socket sends an empty datagram. Seen only at the peer.
 * Noticed by: suites/connections/test_connect_datagram.py::test_connect_sends_nothing,
 *             suites/connections/test_connect_datagram.py::test_connect_to_where_nobody_listens_succeeds
 */
#include "foil.h"

int connect(int fd, const struct sockaddr *address, socklen_t size)
{
    int result = REAL(connect)(fd, address, size);
    if (result == 0 && type_of(fd) == SOCK_DGRAM && family_of(fd) != AF_UNIX)
        send(fd, "", 0, 0);
    return result;
}
