/* SOCK_CLOEXEC has an effect on the first end of a pair only.
 * Noticed by: suites/addressing/test_getsockname.py::test_unknown
 */
#include "foil.h"

int socketpair(int family, int type, int protocol, int ends[2])
{
    int result = REAL(socketpair)(family, type, protocol, ends);
    if (result == 0)
        fcntl(ends[1], F_SETFD, 0);
    return result;
}
