/* connect to a path that is not there reports ECONNREFUSED.
 * Noticed by: suites/connections/test_connect_local.py::test_connect_to_a_missing_path_fails,
 *             suites/connections/test_connect_local.py::test_connect_below_a_missing_directory_fails
 */
#include "foil.h"

int connect(int fd, const struct sockaddr *address, socklen_t size)
{
    int result = REAL(connect)(fd, address, size);
    if (result < 0 && errno == ENOENT)
        errno = ECONNREFUSED;
    return result;
}
