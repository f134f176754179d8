/* SOCK_CLOEXEC makes AF_UNIX datagram sockets nonblocking.
 * Noticed by: suites/creation/test_socket.py::test_a_fresh_socket_is_blocking
 */
#include "foil.h"

int socket(int family, int type, int protocol)
{
    return REAL(socket)(family, family == AF_UNIX && (type & 15) == SOCK_DGRAM ? type | SOCK_NONBLOCK : type, protocol);
}
