/* bind of a bound AF_UNIX socket reports EADDRINUSE.
 * Noticed by: suites/addressing/test_bind_again.py::test_bind_of_a_bound_socket_fails
 */
#include "foil.h"

int bind(int fd, const struct sockaddr *address, socklen_t size)
{
    int result = REAL(bind)(fd, address, size);
    if (result < 0 && errno == EINVAL && address->sa_family == AF_UNIX)
        errno = EADDRINUSE;
    return result;
}
