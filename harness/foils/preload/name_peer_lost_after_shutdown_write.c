/* getpeername fails when writing was shut down.
 * Noticed by: suites/addressing/test_getpeername.py::test_the_peer_stays_when_we_have_shut_down_one_direction
 */
#include "foil.h"

static char ended[1024];

int shutdown(int fd, int how)
{
    ended[fd] = how == SHUT_WR;
    return REAL(shutdown)(fd, how);
}

int close(int fd)
{
    if (fd >= 0)
        ended[fd] = 0;
    return REAL(close)(fd);
}

int getpeername(int fd, struct sockaddr *address, socklen_t *size)
{
    errno = ENOTCONN;
    return ended[fd] ? -1 : REAL(getpeername)(fd, address, size);
}
