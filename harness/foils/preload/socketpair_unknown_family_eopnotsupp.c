/* socketpair of a family that there is not reports EOPNOTSUPP.
 * Noticed by: suites/creation/test_socketpair.py::test_a_pair_of_a_family_that_there_is_not_is_refused
 */
#include "foil.h"

int socketpair(int family, int type, int protocol, int ends[2])
{
    int result = REAL(socketpair)(family, type, protocol, ends);
    if (result < 0 && errno == EAFNOSUPPORT)
        errno = EOPNOTSUPP;
    return result;
}
