/* getsockname of a TCP socket with a peer returns the peer's name at the second call.
 * Noticed by: suites/addressing/test_getsockname.py::test_an_accepted_socket_has_the_name_its_client_connected_to
 */
#include "foil.h"

static char asked[1024];

int getsockname(int fd, struct sockaddr *address, socklen_t *size)
{
    int result = REAL(getsockname)(fd, address, size);
    if (result == 0 && address->sa_family == AF_INET6 && asked[fd]++ % 2)
        getpeername(fd, address, size);
    return result;
}
