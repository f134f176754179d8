/* getpeername of a connecting socket returns where it connects to.
 * Noticed by: suites/addressing/test_getpeername.py::test_a_connecting_socket_has_no_peer_yet
 */
#include "foil.h"

static struct sockaddr_storage goal[1024];

int connect(int fd, const struct sockaddr *address, socklen_t size)
{
    int result = REAL(connect)(fd, address, size);
    if (result < 0 && errno == EINPROGRESS)
        memcpy(&goal[fd], address, size);
    return result;
}

int close(int fd)
{
    if (fd >= 0)
        goal[fd].ss_family = 0;
    return REAL(close)(fd);
}

int getpeername(int fd, struct sockaddr *address, socklen_t *size)
{
    int result = REAL(getpeername)(fd, address, size);
    if (result == 0 || errno != ENOTCONN || !goal[fd].ss_family)
        return result;
    *size = goal[fd].ss_family == AF_INET ? sizeof(struct sockaddr_in) : sizeof(struct sockaddr_in6);
    memcpy(address, &goal[fd], *size);
    return 0;
}
