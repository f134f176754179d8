/* getpeername of a UDP socket returns its own name.
 * Noticed by: suites/addressing/test_getpeername.py::test_the_peer_of_a_datagram_socket_is_whom_it_was_connected_to
 */
#include "foil.h"

int getpeername(int fd, struct sockaddr *address, socklen_t *size)
{
    int result = REAL(getpeername)(fd, address, size);
    return result == 0 && type_of(fd) == SOCK_DGRAM && address->sa_family == AF_INET6 ? getsockname(fd, address, size) : result;
}
