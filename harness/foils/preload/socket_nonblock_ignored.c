/* SOCK_NONBLOCK has no effect.
 * Noticed by: suites/creation/test_socket.py::test_a_datagram_socket_made_nonblocking_does_not_wait
 */
#include "foil.h"

int socket(int family, int type, int protocol)
{
    return REAL(socket)(family, type & ~SOCK_NONBLOCK, protocol);
}
