/* A datagram to the path of a socket that was closed fails with ENOENT.
 * Noticed by: suites/datagram/test_missing_path.py::test_a_datagram_to_a_path_whose_owner_closed_fails
 */
#include "foil.h"

ssize_t sendto(int fd, const void *data, size_t size, int flags, const struct sockaddr *to, socklen_t length)
{
    ssize_t sent = REAL(sendto)(fd, data, size, flags, to, length);
    if (sent == -1 && errno == ECONNREFUSED && to->sa_family == AF_UNIX)
        errno = ENOENT;
    return sent;
}
