/* sendto sends although writing was shut down, as long as an address is given. Seen only at the peer.
 * Noticed by: suites/datagram/test_shut_down.py::test_a_datagram_to_another_address_fails_too_when_writing_was_shut_down
 */
#include "foil.h"

ssize_t sendto(int fd, const void *data, size_t size, int flags, const struct sockaddr *to, socklen_t length)
{
    ssize_t sent = REAL(sendto)(fd, data, size, flags, to, length);
    if (sent == -1 && errno == EPIPE && type_of(fd) == SOCK_DGRAM) {
        int other = socket(family_of(fd), SOCK_DGRAM, 0);
        sent = REAL(sendto)(other, data, size, flags, to, length);
        close(other);
    }
    return sent;
}
