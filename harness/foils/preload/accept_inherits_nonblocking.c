/* accept makes the connections of a nonblocking listener nonblocking.
 * Noticed by: suites/connections/test_accept_new_socket.py::test_recv_on_a_connection_of_a_nonblocking_listener_waits
 */
#include "foil.h"

int accept4(int fd, struct sockaddr *address, socklen_t *size, int flags)
{
    return REAL(accept4)(fd, address, size, nonblocking(fd) ? flags | SOCK_NONBLOCK : flags);
}
