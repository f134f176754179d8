/* SOCK_CLOEXEC makes AF_UNIX datagram sockets nonblocking.
 * Noticed by: suites/addressing/test_getsockname.py::test_unknown
 */
#include "foil.h"

int socket(int family, int type, int protocol)
{
    return REAL(socket)(family, family == AF_UNIX && (type & 15) == SOCK_DGRAM ? type | SOCK_NONBLOCK : type, protocol);
}
