/* recvfrom cuts the paths of senders at 64 bytes.
 * Noticed by: suites/datagram/test_source_path.py::test_a_path_is_reported_as_it_was_bound
 */
#include "foil.h"

ssize_t recvfrom(int fd, void *buffer, size_t size, int flags, struct sockaddr *from, socklen_t *length)
{
    ssize_t got = REAL(recvfrom)(fd, buffer, size, flags, from, length);
    if (got >= 0 && *length > 66 && from->sa_family == AF_UNIX && ((struct sockaddr_un *) from)->sun_path[0])
        ((struct sockaddr_un *) from)->sun_path[64] = 0;
    return got;
}
