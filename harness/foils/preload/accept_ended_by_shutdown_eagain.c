/* accept that is ended by a shutdown of a TCP listener fails with EAGAIN.
 * Noticed by: suites/connections/test_accept_stopped.py::test_shutdown_for_reading_ends_a_blocked_accept
 */
#include "foil.h"

int accept4(int fd, struct sockaddr *address, socklen_t *size, int flags)
{
    int listens = option(fd, SOL_SOCKET, SO_ACCEPTCONN);
    int taken = REAL(accept4)(fd, address, size, flags);
    if (taken < 0 && errno == EINVAL && listens != option(fd, SOL_SOCKET, SO_ACCEPTCONN))
        errno = EAGAIN;
    return taken;
}
