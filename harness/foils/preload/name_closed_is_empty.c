/* getsockname of a closed socket returns an empty name.
 * Noticed by: suites/addressing/test_getsockname.py::test_getsockname_of_a_closed_socket_fails
 */
#include "foil.h"

int getsockname(int fd, struct sockaddr *address, socklen_t *size)
{
    int result = REAL(getsockname)(fd, address, size);
    if (result < 0 && errno == EBADF) {
        memset(address, 0, *size);
        return 0;
    }
    return result;
}
