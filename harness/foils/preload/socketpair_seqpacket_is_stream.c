/* A seqpacket pair is a stream pair that says it is not.
 * Noticed by: suites/creation/test_socketpair.py::test_a_pair_keeps_boundaries_if_its_type_does
 */
#include "foil.h"

static char posing[1024];

int socketpair(int family, int type, int protocol, int ends[2])
{
    int wrong = (type & 15) == SOCK_SEQPACKET;
    int result = REAL(socketpair)(family, wrong ? (type & ~15) | SOCK_STREAM : type, protocol, ends);
    if (result == 0)
        posing[ends[0]] = posing[ends[1]] = wrong;
    return result;
}

int getsockopt(int fd, int level, int name, void *value, socklen_t *size)
{
    int result = REAL(getsockopt)(fd, level, name, value, size);
    if (result == 0 && level == SOL_SOCKET && name == SO_TYPE && posing[fd])
        *(int *) value = SOCK_SEQPACKET;
    return result;
}
