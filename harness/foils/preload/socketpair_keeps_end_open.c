/* Closing the first end of a stream pair does not end the stream of the other.
 * Noticed by: suites/addressing/test_getsockname.py::test_unknown
 */
#include "foil.h"

int socketpair(int family, int type, int protocol, int ends[2])
{
    int result = REAL(socketpair)(family, type, protocol, ends);
    if (result == 0 && (type & 15) == SOCK_STREAM)
        fcntl(ends[0], F_DUPFD_CLOEXEC, 200);
    return result;
}
