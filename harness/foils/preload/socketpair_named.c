/* The first end of a pair has a name.
 * Noticed by: suites/addressing/test_getsockname.py::test_unknown
 */
#include "foil.h"

int socketpair(int family, int type, int protocol, int ends[2])
{
    sa_family_t alone = AF_UNIX;
    int result = REAL(socketpair)(family, type, protocol, ends);
    if (result == 0)
        bind(ends[0], (struct sockaddr *) &alone, sizeof alone);
    return result;
}
