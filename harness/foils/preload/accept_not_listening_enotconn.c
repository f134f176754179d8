/* accept on a socket that does not listen fails with ENOTCONN.
 * Noticed by: suites/connections/test_accept_errors.py::test_accept_on_a_socket_that_is_only_bound_fails
 */
#include "foil.h"

int accept4(int fd, struct sockaddr *address, socklen_t *size, int flags)
{
    int taken = REAL(accept4)(fd, address, size, flags);
    if (taken < 0 && errno == EINVAL)
        errno = ENOTCONN;
    return taken;
}
