/* bind takes SO_REUSEADDR for SO_REUSEPORT.
 * Noticed by: suites/addressing/test_bind_reuse.py::test_only_one_of_two_sockets_with_reuseaddr_can_listen,
 *             suites/addressing/test_bind_reuse.py::test_reuseaddr_does_not_let_a_socket_have_the_port_of_a_listener
 */
#include "foil.h"

int bind(int fd, const struct sockaddr *address, socklen_t size)
{
    int on = option(fd, SOL_SOCKET, SO_REUSEADDR);
    if (on == 1 && family_of(fd) != AF_UNIX)
        setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on);
    return REAL(bind)(fd, address, size);
}
