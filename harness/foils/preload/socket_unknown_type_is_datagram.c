/* socket makes a datagram socket of a type that there is not.
 * Noticed by: suites/addressing/test_getsockname.py::test_unknown
 */
#include "foil.h"

int socket(int family, int type, int protocol)
{
    return REAL(socket)(family, (type & 127) == 75 ? SOCK_DGRAM | SOCK_CLOEXEC : type, protocol);
}
