/* An unconnected UDP socket is told that a port was closed, as if it were connected.
 * Noticed by: suites/datagram/test_unreachable.py::test_an_unconnected_socket_is_not_told_when_it_sends
 */
#include "foil.h"

ssize_t sendto(int fd, const void *data, size_t size, int flags, const struct sockaddr *to, socklen_t length)
{
    if (to->sa_family == AF_INET)
        setsockopt(fd, IPPROTO_IP, IP_RECVERR, &(int) {1}, sizeof(int));
    return REAL(sendto)(fd, data, size, flags, to, length);
}
