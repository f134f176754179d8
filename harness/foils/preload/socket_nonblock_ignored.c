/* SOCK_NONBLOCK has no effect.
 * Noticed by: suites/addressing/test_getsockname.py::test_unknown
 */
#include "foil.h"

int socket(int family, int type, int protocol)
{
    return REAL(socket)(family, type & ~SOCK_NONBLOCK, protocol);
}
