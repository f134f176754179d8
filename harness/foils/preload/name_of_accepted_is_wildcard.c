/* getsockname of a connection that a wildcard listener took returns the wildcard address.
 * Noticed by: suites/addressing/test_getsockname.py::test_an_accepted_socket_of_a_wildcard_listener_has_the_name_its_client_connected_to
 */
#include "foil.h"

static char wild[1024];

int accept4(int fd, struct sockaddr *address, socklen_t *size, int flags)
{
    struct sockaddr_in name;
    socklen_t length = sizeof name;
    int taken = REAL(accept4)(fd, address, size, flags);
    getsockname(fd, (struct sockaddr *) &name, &length);
    if (taken >= 0)
        wild[taken] = name.sin_family == AF_INET && name.sin_addr.s_addr == 0;
    return taken;
}

int close(int fd)
{
    if (fd >= 0)
        wild[fd] = 0;
    return REAL(close)(fd);
}

int getsockname(int fd, struct sockaddr *address, socklen_t *size)
{
    int result = REAL(getsockname)(fd, address, size);
    if (result == 0 && wild[fd])
        ((struct sockaddr_in *) address)->sin_addr.s_addr = 0;
    return result;
}
