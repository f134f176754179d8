/* accept on a datagram socket fails with EINVAL.
 * Noticed by: suites/connections/test_accept_errors.py::test_accept_on_a_datagram_socket_is_not_supported
 */
#include "foil.h"

int accept4(int fd, struct sockaddr *address, socklen_t *size, int flags)
{
    int taken = REAL(accept4)(fd, address, size, flags);
    if (taken < 0 && errno == EOPNOTSUPP)
        errno = EINVAL;
    return taken;
}
