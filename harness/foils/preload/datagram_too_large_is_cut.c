/* A UDP datagram that is too large is cut to what fits, and sent.
 * Noticed by: suites/datagram/test_sizes.py::test_a_udp_datagram_that_is_too_large_fails_and_nothing_of_it_arrives
 */
#include "foil.h"

ssize_t send(int fd, const void *data, size_t size, int flags)
{
    ssize_t sent = REAL(send)(fd, data, size, flags);
    if (sent == -1 && errno == EMSGSIZE && family_of(fd) != AF_UNIX)
        sent = REAL(send)(fd, data, 65507, flags);
    return sent;
}
