/* The second end of a datagram pair cannot send.
 * Noticed by: suites/creation/test_socketpair.py::test_what_one_end_sends_the_other_receives
 */
#include "foil.h"

int socketpair(int family, int type, int protocol, int ends[2])
{
    int result = REAL(socketpair)(family, type, protocol, ends);
    if (result == 0 && (type & 15) == SOCK_DGRAM)
        shutdown(ends[1], SHUT_WR);
    return result;
}
