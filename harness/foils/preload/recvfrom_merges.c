/* recvfrom goes on to the next datagram while there is room.
 * Noticed by: suites/datagram/test_boundaries.py::test_each_receive_takes_one_message
 */
#include "foil.h"

ssize_t recvfrom(int fd, void *buffer, size_t size, int flags, struct sockaddr *from, socklen_t *length)
{
    ssize_t got = REAL(recvfrom)(fd, buffer, size, flags, from, length);
    if (got > 0 && (size_t) got < size && !(flags & MSG_PEEK)) {
        ssize_t more = REAL(recv)(fd, (char *) buffer + got, size - got, flags | MSG_DONTWAIT);
        got += more > 0 ? more : 0;
    }
    return got;
}
