/* accept makes every AF_UNIX connection nonblocking.
 * Noticed by: suites/connections/test_accept_new_socket.py::test_recv_on_a_connection_of_a_blocking_listener_waits
 */
#include "foil.h"

int accept4(int fd, struct sockaddr *address, socklen_t *size, int flags)
{
    return REAL(accept4)(fd, address, size, family_of(fd) == AF_UNIX ? flags | SOCK_NONBLOCK : flags);
}
