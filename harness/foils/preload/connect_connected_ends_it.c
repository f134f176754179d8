/* connect of a connected socket fails as it must, and ends the connection.
 * Noticed by: suites/connections/test_connect_again.py::test_connect_of_a_connected_socket_leaves_the_connection_alone
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
