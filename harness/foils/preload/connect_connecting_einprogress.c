/* connect while connecting reports EINPROGRESS instead of EALREADY.
 * Noticed by: suites/connections/test_connect_nonblocking.py::test_connect_again_while_connecting_fails,
 *             suites/connections/test_connect_nonblocking.py::test_connect_elsewhere_while_connecting_fails_and_goes_nowhere
 */
#include "foil.h"

int connect(int fd, const struct sockaddr *address, socklen_t size)
{
    int result = REAL(connect)(fd, address, size);
    if (result < 0 && errno == EALREADY)
        errno = EINPROGRESS;
    return result;
}
