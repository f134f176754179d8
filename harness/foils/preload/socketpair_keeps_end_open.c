/* Closing the first end of a stream pair does not end the stream of the other.
 * Noticed by: suites/creation/test_socketpair.py::test_closing_one_end_ends_the_stream_of_the_other
 */
#include "foil.h"

int socketpair(int family, int type, int protocol, int ends[2])
{
    int result = REAL(socketpair)(family, type, protocol, ends);
    if (result == 0 && (type & 15) == SOCK_STREAM)
        fcntl(ends[0], F_DUPFD_CLOEXEC, 200);
    return result;
}
