/* connect of a UDP socket to a broadcast address needs no option.
 * Noticed by: suites/connections/test_connect_datagram.py::test_connect_of_udp_to_a_broadcast_address_is_refused
 */
#include "foil.h"

int connect(int fd, const struct sockaddr *address, socklen_t size)
{
    int on = 1;
    if (type_of(fd) == SOCK_DGRAM && family_of(fd) != AF_UNIX)
        setsockopt(fd, SOL_SOCKET, SO_BROADCAST, &on, sizeof on);
    return REAL(connect)(fd, address, size);
}
