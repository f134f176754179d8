/* connect of a UDP socket throws away what is queued.
 * Noticed by: suites/connections/test_connect_datagram.py::test_what_a_stranger_sent_before_connect_can_still_be_received
 */
#include "foil.h"

int connect(int fd, const struct sockaddr *address, socklen_t size)
{
    char buffer[100];
    if (type_of(fd) == SOCK_DGRAM && family_of(fd) != AF_UNIX)
        while (recv(fd, buffer, sizeof buffer, MSG_DONTWAIT) >= 0)
            ;
    return REAL(connect)(fd, address, size);
}
