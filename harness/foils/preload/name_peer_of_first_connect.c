/* getpeername of a datagram socket returns the first peer it had.
 * Noticed by: suites/connections/test_connect_datagram.py::test_connect_again_replaces_the_peer
 */
#include "foil.h"

static struct sockaddr_storage first[1024];
static socklen_t length[1024];

int getpeername(int fd, struct sockaddr *address, socklen_t *size)
{
    int result = REAL(getpeername)(fd, address, size);
    if (result < 0 || type_of(fd) != SOCK_DGRAM)
        return result;
    if (!length[fd])
        memcpy(&first[fd], address, length[fd] = *size);
    memcpy(address, &first[fd], *size = length[fd]);
    return 0;
}

int connect(int fd, const struct sockaddr *address, socklen_t size)
{
    struct sockaddr_storage peer;
    socklen_t room = sizeof peer;
    int result = REAL(connect)(fd, address, size);
    getpeername(fd, (struct sockaddr *) &peer, &room);
    return result;
}

int close(int fd)
{
    if (fd >= 0)
        length[fd] = 0;
    return REAL(close)(fd);
}
