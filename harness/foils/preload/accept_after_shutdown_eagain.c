/* accept on a listener that was shut down fails with EAGAIN.
 * Noticed by: suites/connections/test_accept_stopped.py::test_accept_fails_after_shutdown_for_reading
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
