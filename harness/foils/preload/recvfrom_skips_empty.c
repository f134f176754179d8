/* recvfrom passes over empty datagrams.
 * Noticed by: suites/datagram/test_empty.py::test_an_empty_message_is_received_in_its_place
 *             suites/datagram/test_empty.py::test_an_empty_datagram_tells_who_sent_it
 */
#include "foil.h"

ssize_t recvfrom(int fd, void *buffer, size_t size, int flags, struct sockaddr *from, socklen_t *length)
{
    ssize_t got;
    socklen_t room = *length;
    do {
        *length = room;
        got = REAL(recvfrom)(fd, buffer, size, flags, from, length);
    } while (got == 0 && size > 0 && type_of(fd) == SOCK_DGRAM);
    return got;
}
