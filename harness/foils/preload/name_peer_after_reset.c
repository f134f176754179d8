/* getpeername of a socket that was reset still returns the peer.
 * Noticed by: suites/addressing/test_getpeername.py::test_a_socket_that_was_reset_has_no_peer
 */
#include "foil.h"

static struct sockaddr_storage last[1024];
static socklen_t length[1024];

int accept4(int fd, struct sockaddr *address, socklen_t *size, int flags)
{
    int taken = REAL(accept4)(fd, address, size, flags);
    if (taken >= 0) {
        length[taken] = sizeof last[taken];
        REAL(getpeername)(taken, (struct sockaddr *) &last[taken], &length[taken]);
    }
    return taken;
}

int close(int fd)
{
    if (fd >= 0)
        length[fd] = 0;
    return REAL(close)(fd);
}

int getpeername(int fd, struct sockaddr *address, socklen_t *size)
{
    int result = REAL(getpeername)(fd, address, size);
    if (result == 0 || errno != ENOTCONN || !length[fd])
        return result;
    *size = length[fd];
    memcpy(address, &last[fd], *size);
    return 0;
}
