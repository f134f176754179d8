/* SOCK_NONBLOCK has an effect on the first end of a pair only.
 * Noticed by: suites/creation/test_socketpair.py::test_both_ends_of_a_nonblocking_pair_do_not_wait
 */
#include "foil.h"

int socketpair(int family, int type, int protocol, int ends[2])
{
    int result = REAL(socketpair)(family, type, protocol, ends);
    if (result == 0 && type & SOCK_NONBLOCK)
        fcntl(ends[1], F_SETFL, fcntl(ends[1], F_GETFL) & ~O_NONBLOCK);
    return result;
}
