/* A blocking connect returns before the connection is made.
 * Noticed by: suites/connections/test_connect_establishes.py::test_connect_waits_for_a_server_that_answers_late,
 *             suites/connections/test_connect_nonblocking.py::test_connect_waits_when_the_socket_became_blocking_again
 */
#include "foil.h"

int connect(int fd, const struct sockaddr *address, socklen_t size)
{
    if (nonblocking(fd) || family_of(fd) == AF_UNIX)
        return REAL(connect)(fd, address, size);
    fcntl(fd, F_SETFL, O_NONBLOCK);
    int result = REAL(connect)(fd, address, size);
    int wrong = errno;
    fcntl(fd, F_SETFL, 0);
    errno = wrong;
    return result < 0 && wrong == EINPROGRESS ? 0 : result;
}
