/* sendto on an unbound UDP socket sends from a port that is not the socket's. Seen only at the peer.
 * Noticed by: suites/datagram/test_destination.py::test_the_first_datagram_gives_its_socket_a_port
 *             suites/datagram/test_destination.py::test_the_port_stays_with_the_socket
 */
#include "foil.h"

ssize_t sendto(int fd, const void *data, size_t size, int flags, const struct sockaddr *to, socklen_t length)
{
    struct sockaddr_in6 name;
    socklen_t room = sizeof name;
    if (family_of(fd) == AF_UNIX || type_of(fd) != SOCK_DGRAM || getsockname(fd, (struct sockaddr *) &name, &room) || name.sin6_port)
        return REAL(sendto)(fd, data, size, flags, to, length);
    int other = socket(to->sa_family, SOCK_DGRAM, 0);
    ssize_t sent = REAL(sendto)(other, data, size, flags, to, length);
    close(other);
    bind(fd, (struct sockaddr *) &(struct sockaddr_in6) {.sin6_family = family_of(fd)}, room);
    return sent;
}
