/* connect to the path of a closed AF_UNIX socket reports ENOENT.
 * Noticed by: suites/connections/test_connect_local.py::test_connect_to_the_path_of_a_closed_socket_is_refused,
 *             suites/connections/test_connect_local.py::test_connect_to_a_directory_fails
 */
#include "foil.h"

int connect(int fd, const struct sockaddr *address, socklen_t size)
{
    int result = REAL(connect)(fd, address, size);
    if (result < 0 && errno == ECONNREFUSED && address->sa_family == AF_UNIX)
        errno = ENOENT;
    return result;
}
