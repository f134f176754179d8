/* recvfrom with MSG_PEEK tells no address.
 * Noticed by: suites/datagram/test_source_address.py::test_a_peek_and_the_receive_behind_it_tell_the_same
 */
#include "foil.h"

ssize_t recvfrom(int fd, void *buffer, size_t size, int flags, struct sockaddr *from, socklen_t *length)
{
    ssize_t got = REAL(recvfrom)(fd, buffer, size, flags, from, length);
    if (flags & MSG_PEEK)
        *length = 0;
    return got;
}
