/* connect to an AF_UNIX socket of another type reports ECONNREFUSED.
 * Noticed by: suites/connections/test_connect_local.py::test_connect_to_a_socket_of_another_type_fails
 */
#include "foil.h"

int connect(int fd, const struct sockaddr *address, socklen_t size)
{
    int result = REAL(connect)(fd, address, size);
    if (result < 0 && errno == EPROTOTYPE)
        errno = ECONNREFUSED;
    return result;
}
