/* getpeername of any accepted AF_UNIX socket returns the client that was accepted last.
 * Noticed by: suites/addressing/test_getpeername.py::test_the_peer_of_each_accepted_socket_is_its_own_client
 */
#include "foil.h"

static struct sockaddr_un latest;
static socklen_t length;
static char accepted[1024];

int accept4(int fd, struct sockaddr *address, socklen_t *size, int flags)
{
    int taken = REAL(accept4)(fd, address, size, flags);
    if (taken >= 0 && family_of(taken) == AF_UNIX) {
        length = sizeof latest;
        REAL(getpeername)(taken, (struct sockaddr *) &latest, &length);
        accepted[taken] = 1;
    }
    return taken;
}

int close(int fd)
{
    if (fd >= 0)
        accepted[fd] = 0;
    return REAL(close)(fd);
}

int getpeername(int fd, struct sockaddr *address, socklen_t *size)
{
    int result = REAL(getpeername)(fd, address, size);
    if (result == 0 && accepted[fd])
        memcpy(address, &latest, *size = length);
    return result;
}
