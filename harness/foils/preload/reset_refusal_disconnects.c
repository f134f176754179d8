/* A datagram socket that was refused loses its peer.
 * Noticed by: suites/errors/test_refused.py::test_a_refused_datagram_socket_works_once_its_peer_is_there
 */
#include "foil.h"

ssize_t recv(int fd, void *buffer, size_t size, int flags)
{
    struct sockaddr nobody = {AF_UNSPEC, {0}};
    ssize_t count = REAL(recv)(fd, buffer, size, flags);
    if (count < 0 && errno == ECONNREFUSED && type_of(fd) == SOCK_DGRAM) {
        connect(fd, &nobody, sizeof nobody);
        errno = ECONNREFUSED;
    }
    return count;
}
