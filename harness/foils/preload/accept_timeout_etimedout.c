/* accept fails with ETIMEDOUT when the receive timeout has passed.
 * Noticed by: suites/connections/test_accept_stopped.py::test_accept_fails_when_the_receive_timeout_has_passed
 */
#include "foil.h"

int accept4(int fd, struct sockaddr *address, socklen_t *size, int flags)
{
    int taken = REAL(accept4)(fd, address, size, flags);
    if (taken < 0 && errno == EAGAIN && !nonblocking(fd))
        errno = ETIMEDOUT;
    return taken;
}
