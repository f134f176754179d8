/* Sockets that are made after a nonblocking one are nonblocking too.
 * Noticed by: suites/creation/test_socket.py::test_a_socket_made_nonblocking_makes_no_other_so
 */
#include "foil.h"

int socket(int family, int type, int protocol)
{
    static int sticks;
    sticks |= type & SOCK_NONBLOCK;
    return REAL(socket)(family, type | sticks, protocol);
}
