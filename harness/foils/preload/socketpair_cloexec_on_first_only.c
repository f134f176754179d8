/* SOCK_CLOEXEC has an effect on the first end of a pair only.
 * Noticed by: suites/creation/test_socketpair.py::test_both_ends_of_a_pair_can_be_made_nonblocking_and_close_on_exec
 */
#include "foil.h"

int socketpair(int family, int type, int protocol, int ends[2])
{
    int result = REAL(socketpair)(family, type, protocol, ends);
    if (result == 0)
        fcntl(ends[1], F_SETFD, 0);
    return result;
}
