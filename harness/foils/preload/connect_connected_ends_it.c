/* connect of a connected socket fails as it must, and ends the connection.
 * Noticed by: suites/addressing/test_getsockname.py::test_unknown
 */
#include "foil.h"

int connect(int fd, const struct sockaddr *address, socklen_t size)
{
    int result = REAL(connect)(fd, address, size);
    if (result < 0 && errno == EISCONN && option(fd, SOL_SOCKET, SO_ACCEPTCONN) == 0) {
        shutdown(fd, SHUT_WR);
        errno = EISCONN;
    }
    return result;
}
