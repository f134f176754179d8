/* A stream pair is a seqpacket pair that says it is not.
 * Noticed by: suites/creation/test_socketpair.py::test_a_stream_pair_keeps_no_boundaries
 */
#include "foil.h"

static char posing[1024];

int socketpair(int family, int type, int protocol, int ends[2])
{
    int wrong = (type & 15) == SOCK_STREAM;
    int result = REAL(socketpair)(family, wrong ? (type & ~15) | SOCK_SEQPACKET : type, protocol, ends);
    if (result == 0)
        posing[ends[0]] = posing[ends[1]] = wrong;
    return result;
}

int getsockopt(int fd, int level, int name, void *value, socklen_t *size)
{
    int result = REAL(getsockopt)(fd, level, name, value, size);
    if (result == 0 && level == SOL_SOCKET && name == SO_TYPE && posing[fd])
        *(int *) value = SOCK_STREAM;
    return result;
}
