/* recvfrom does not report that a datagram was refused.
 * Noticed by: suites/errors/test_refused.py::test_a_refused_datagram_is_reported_by_recv_once
 */
#include "foil.h"

ssize_t recvfrom(int fd, void *buffer, size_t size, int flags, struct sockaddr *address, socklen_t *length)
{
    ssize_t count = REAL(recvfrom)(fd, buffer, size, flags, address, length);
    if (count < 0 && errno == ECONNREFUSED)
        return REAL(recvfrom)(fd, buffer, size, flags, address, length);
    return count;
}
