/* connect without a route reports EHOSTUNREACH.
 * Noticed by: suites/connections/test_connect_unreachable.py::test_connect_without_a_route_fails,
 *             suites/connections/test_connect_unreachable.py::test_nonblocking_connect_without_a_route_fails_at_once
 */
#include "foil.h"

int connect(int fd, const struct sockaddr *address, socklen_t size)
{
    int result = REAL(connect)(fd, address, size);
    if (result < 0 && errno == ENETUNREACH)
        errno = EHOSTUNREACH;
    return result;
}
