/* A datagram that an AF_UNIX socket does not take from strangers counts as sent.
 * Noticed by: suites/local/test_datagram_peer.py::test_a_stranger_of_the_target_is_refused
 */
#include "foil.h"

ssize_t sendto(int fd, const void *data, size_t size, int flags, const struct sockaddr *address, socklen_t length)
{
    ssize_t result = REAL(sendto)(fd, data, size, flags, address, length);
    return result < 0 && errno == EPERM ? (ssize_t) size : result;
}
