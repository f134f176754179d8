/* close of a connecting TCP socket leaves the attempt running. Seen only at the peer.
 * Noticed by: suites/connections/test_connect_nonblocking.py::test_close_right_after_connect_leaves_the_server_no_live_connection
 */
#include "foil.h"

static char begun[1024];

int connect(int fd, const struct sockaddr *address, socklen_t size)
{
    int result = REAL(connect)(fd, address, size);
    begun[fd] = result < 0 && errno == EINPROGRESS;
    return result;
}

int close(int fd)
{
    if (fd >= 0 && begun[fd]) {
        begun[fd] = 0;
        fcntl(fd, F_DUPFD_CLOEXEC, 500);
    }
    return REAL(close)(fd);
}
