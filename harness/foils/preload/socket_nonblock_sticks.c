/* Sockets that are made after a nonblocking one are nonblocking too.
 * Noticed by: suites/addressing/test_getsockname.py::test_unknown
 */
#include "foil.h"

int socket(int family, int type, int protocol)
{
    static int sticks;
    sticks |= type & SOCK_NONBLOCK;
    return REAL(socket)(family, type | sticks, protocol);
}
