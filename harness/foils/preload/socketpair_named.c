/* The first end of a pair has a name.
 * Noticed by: suites/creation/test_socketpair.py::test_the_ends_of_a_pair_have_no_name
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
