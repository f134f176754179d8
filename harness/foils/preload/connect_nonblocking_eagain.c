/* A nonblocking connect reports EAGAIN instead of EINPROGRESS.
 * Noticed by: suites/connections/test_connect_nonblocking.py::test_nonblocking_connect_does_not_wait_for_an_answer,
 *             suites/connections/test_connect_nonblocking.py::test_connect_does_not_wait_when_the_socket_became_nonblocking
 */
#include "foil.h"

int connect(int fd, const struct sockaddr *address, socklen_t size)
{
    int result = REAL(connect)(fd, address, size);
    if (result < 0 && errno == EINPROGRESS && nonblocking(fd))
        errno = EAGAIN;
    return result;
}
