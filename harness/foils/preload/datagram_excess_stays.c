/* What recv cut off a datagram is returned by the next recv.
 * Noticed by: suites/datagram/test_truncation.py::test_messages_are_cut_to_the_room_and_their_rest_is_lost
 */
#include "foil.h"

ssize_t recv(int fd, void *buffer, size_t size, int flags)
{
    static char rest[65536];
    static ssize_t left;
    static int owner = -1;
    if (type_of(fd) != SOCK_DGRAM || flags & (MSG_PEEK | MSG_TRUNC))
        return REAL(recv)(fd, buffer, size, flags);
    if (owner != fd || left == 0) {
        left = REAL(recv)(fd, rest, sizeof rest, flags);
        owner = fd;
        if (left <= 0)
            return (owner = -1, left);
    }
    ssize_t got = left < (ssize_t) size ? left : (ssize_t) size;
    memcpy(buffer, rest, got);
    memmove(rest, rest + got, left -= got);
    return got;
}
