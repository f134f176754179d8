/* connect to a path that may not be written reports EPERM.
 * Noticed by: suites/connections/test_connect_local.py::test_connect_to_a_socket_file_that_we_may_not_write_fails
 */
#include "foil.h"

int connect(int fd, const struct sockaddr *address, socklen_t size)
{
    int result = REAL(connect)(fd, address, size);
    if (result < 0 && errno == EACCES && address->sa_family == AF_UNIX)
        errno = EPERM;
    return result;
}
