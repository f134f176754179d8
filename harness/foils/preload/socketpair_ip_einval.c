/* socketpair of IP sockets reports EINVAL.
 * Noticed by: suites/addressing/test_getsockname.py::test_unknown
 */
#include "foil.h"

int socketpair(int family, int type, int protocol, int ends[2])
{
    int result = REAL(socketpair)(family, type, protocol, ends);
    if (result < 0 && errno == EOPNOTSUPP)
        errno = EINVAL;
    return result;
}
