/* socketpair of IP sockets reports EINVAL.
 * Noticed by: suites/creation/test_socketpair.py::test_ip_sockets_make_no_pair
 */
#include "foil.h"

int socketpair(int family, int type, int protocol, int ends[2])
{
    int result = REAL(socketpair)(family, type, protocol, ends);
    if (result < 0 && errno == EOPNOTSUPP)
        errno = EINVAL;
    return result;
}
