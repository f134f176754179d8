/* A UDP socket that was connected hears everybody, and only sends to its peer.
 * Noticed by: suites/connections/test_connect_datagram.py::test_a_connected_udp_socket_hears_its_peer_only,
 *             suites/connections/test_connect_datagram.py::test_connect_again_replaces_whom_a_udp_socket_hears
 */
#include "foil.h"

static struct sockaddr_storage peers[1024];
static socklen_t sizes[1024];

int connect(int fd, const struct sockaddr *address, socklen_t size)
{
    int result = REAL(connect)(fd, address, size);
    struct sockaddr none = {AF_UNSPEC, {0}};
    if (result < 0 || type_of(fd) != SOCK_DGRAM || address->sa_family != AF_INET)
        return result;
    memcpy(&peers[fd], address, size);
    sizes[fd] = size;
    struct sockaddr_storage name;
    socklen_t length = sizeof name;
    getsockname(fd, (struct sockaddr *) &name, &length);
    REAL(connect)(fd, &none, sizeof none);
    bind(fd, (struct sockaddr *) &name, length);
    return 0;
}

int close(int fd)
{
    if (fd >= 0)
        sizes[fd] = 0;
    return REAL(close)(fd);
}

int getpeername(int fd, struct sockaddr *address, socklen_t *size)
{
    if (fd < 0 || !sizes[fd])
        return REAL(getpeername)(fd, address, size);
    memcpy(address, &peers[fd], sizes[fd]);
    *size = sizes[fd];
    return 0;
}

ssize_t send(int fd, const void *data, size_t count, int flags)
{
    return sizes[fd] ? sendto(fd, data, count, flags, (struct sockaddr *) &peers[fd], sizes[fd]) : REAL(send)(fd, data, count, flags);
}
