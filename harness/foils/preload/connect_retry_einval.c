/* connect of a socket that was refused fails with EINVAL.
 * Noticed by: suites/connections/test_connect_refused.py::test_connect_is_refused_every_time,
 *             suites/connections/test_connect_refused.py::test_a_refused_socket_connects_to_a_live_listener
 */
#include "foil.h"

static char refused[1024];

int connect(int fd, const struct sockaddr *address, socklen_t size)
{
    if (refused[fd] && !nonblocking(fd)) {
        errno = EINVAL;
        return -1;
    }
    int result = REAL(connect)(fd, address, size);
    refused[fd] = result < 0 && errno == ECONNREFUSED;
    return result;
}

int close(int fd)
{
    if (fd >= 0)
        refused[fd] = 0;
    return REAL(close)(fd);
}
