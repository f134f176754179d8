/* recvfrom with MSG_WAITALL collects datagrams until the buffer is full.
 * Noticed by: suites/datagram/test_waiting.py::test_a_receive_that_wants_all_takes_one_message
 */
#include "foil.h"

ssize_t recvfrom(int fd, void *buffer, size_t size, int flags, struct sockaddr *from, socklen_t *length)
{
    ssize_t got = REAL(recvfrom)(fd, buffer, size, flags, from, length);
    while (flags & MSG_WAITALL && type_of(fd) != SOCK_STREAM && got > 0 && (size_t) got < size) {
        ssize_t more = REAL(recv)(fd, (char *) buffer + got, size - got, flags);
        if (more <= 0)
            break;
        got += more;
    }
    return got;
}
