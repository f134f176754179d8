/* connect leaves a nonblocking socket blocking.
 * Noticed by: suites/connections/test_connect_nonblocking.py::test_a_connection_made_in_the_background_leaves_the_socket_nonblocking
 */
#include "foil.h"

int connect(int fd, const struct sockaddr *address, socklen_t size)
{
    int result = REAL(connect)(fd, address, size);
    int wrong = errno;
    fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) & ~O_NONBLOCK);
    errno = wrong;
    return result;
}
