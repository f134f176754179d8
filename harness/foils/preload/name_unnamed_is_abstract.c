/* getsockname of an AF_UNIX socket without a name returns an abstract name.
 * Noticed by: suites/addressing/test_getsockname.py::test_a_fresh_local_socket_has_no_name
 */
#include "foil.h"

int getsockname(int fd, struct sockaddr *address, socklen_t *size)
{
    int result = REAL(getsockname)(fd, address, size);
    if (result == 0 && address->sa_family == AF_UNIX && *size == 2)
        ((struct sockaddr_un *) address)->sun_path[0] = 0, ((struct sockaddr_un *) address)->sun_path[1] = 'x', *size = 4;
    return result;
}
