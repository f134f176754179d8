/* Both ends of a datagram pair are one socket, connected to itself.
 * Noticed by: suites/creation/test_socketpair.py::test_what_an_end_sends_does_not_come_back_to_it
 */
#include "foil.h"

int socketpair(int family, int type, int protocol, int ends[2])
{
    struct sockaddr_un name;
    socklen_t size = sizeof name;
    sa_family_t alone = AF_UNIX;
    int result = REAL(socketpair)(family, type, protocol, ends);
    if (result == 0 && (type & 15) == SOCK_DGRAM) {
        int both = REAL(socket)(AF_UNIX, type, 0);
        bind(both, (struct sockaddr *) &alone, sizeof alone);
        getsockname(both, (struct sockaddr *) &name, &size);
        connect(both, (struct sockaddr *) &name, size);
        dup3(both, ends[0], O_CLOEXEC);
        dup3(both, ends[1], O_CLOEXEC);
        close(both);
    }
    return result;
}
