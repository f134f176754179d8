/* connect makes a nonblocking datagram socket blocking.
 * Noticed by: suites/readiness/test_blocking_mode.py::test_a_socket_that_connects_stays_nonblocking
 */
#include "foil.h"

int connect(int fd, const struct sockaddr *address, socklen_t size)
{
    int result = REAL(connect)(fd, address, size);
    if (result == 0 && type_of(fd) == SOCK_DGRAM)
        fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) & ~O_NONBLOCK);
    return result;
}
