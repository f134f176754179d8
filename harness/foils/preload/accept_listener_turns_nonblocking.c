/* accept leaves a TCP listener nonblocking.
 * Noticed by: suites/connections/test_accept_blocking.py::test_accept_blocks_again_once_the_queue_is_empty
 */
#include "foil.h"

int accept4(int fd, struct sockaddr *address, socklen_t *size, int flags)
{
    int taken = REAL(accept4)(fd, address, size, flags);
    if (taken >= 0 && family_of(fd) != AF_UNIX)
        fcntl(fd, F_SETFL, O_NONBLOCK);
    return taken;
}
