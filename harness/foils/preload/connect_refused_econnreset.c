/* A refused connect reports ECONNRESET.
 * Noticed by: suites/connections/test_connect_refused.py::test_connect_to_a_port_without_a_socket_is_refused
 */
#include "foil.h"

int connect(int fd, const struct sockaddr *address, socklen_t size)
{
    int result = REAL(connect)(fd, address, size);
    if (result < 0 && errno == ECONNREFUSED)
        errno = ECONNRESET;
    return result;
}
