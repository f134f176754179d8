/* Every hundredth UDP socket is the one made before.
 * Noticed by: suites/creation/test_socket.py::test_hundreds_of_sockets_work_side_by_side
 */
#include "foil.h"

int socket(int family, int type, int protocol)
{
    static int count, before;
    int fd = REAL(socket)(family, type, protocol);
    if (family == AF_INET && (type & 15) == SOCK_DGRAM && fd >= 0) {
        if (++count % 100 == 0)
            dup3(before, fd, O_CLOEXEC);
        before = fd;
    }
    return fd;
}
