/* bind of a bound socket returns 0 and does nothing.
 * Noticed by: suites/addressing/test_bind_again.py::test_bind_of_a_bound_socket_fails
 */
#include "foil.h"

int bind(int fd, const struct sockaddr *address, socklen_t size)
{
    int result = REAL(bind)(fd, address, size);
    return result < 0 && errno == EINVAL && type_of(fd) == SOCK_DGRAM ? 0 : result;
}
