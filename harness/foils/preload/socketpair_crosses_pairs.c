/* The second ends of every two pairs are exchanged.
 * Noticed by: suites/creation/test_socketpair.py::test_pairs_are_connected_to_nobody_else
 */
#include "foil.h"

int socketpair(int family, int type, int protocol, int ends[2])
{
    static int last = -1;
    int result = REAL(socketpair)(family, type, protocol, ends);
    if (result == 0 && family == AF_UNIX && last >= 0 && type_of(last) == (type & 15)) {
        int mine = fcntl(ends[1], F_DUPFD_CLOEXEC, 0);
        dup3(last, ends[1], O_CLOEXEC);
        dup3(mine, last, O_CLOEXEC);
        close(mine);
        last = -1;
    } else if (result == 0)
        last = ends[1];
    return result;
}
