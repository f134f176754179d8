/* A seqpacket socket is a stream socket that says it is not. Seen only at the peer.
 * Noticed by: suites/creation/test_socket.py::test_a_socket_keeps_boundaries_if_its_type_does
 */
#include "foil.h"

static char posing[1024];

int socket(int family, int type, int protocol)
{
    int wrong = family == AF_UNIX && (type & 15) == SOCK_SEQPACKET;
    int fd = REAL(socket)(family, wrong ? (type & ~15) | SOCK_STREAM : type, protocol);
    if (fd >= 0)
        posing[fd] = wrong;
    return fd;
}

int getsockopt(int fd, int level, int name, void *value, socklen_t *size)
{
    int result = REAL(getsockopt)(fd, level, name, value, size);
    if (result == 0 && level == SOL_SOCKET && name == SO_TYPE && posing[fd])
        *(int *) value = SOCK_SEQPACKET;
    return result;
}
