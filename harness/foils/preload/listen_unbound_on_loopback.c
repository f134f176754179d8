/* listen binds a TCP socket without a name to 127.0.0.1 instead of all addresses.
 * Noticed by: suites/connections/test_listen_unbound.py::test_a_tcp_socket_without_a_name_is_bound_to_all_addresses,
 *             suites/connections/test_listen_unbound.py::test_a_tcp_socket_that_was_bound_by_listen_can_be_reached_at_another_address
 */
#include "foil.h"

int listen(int fd, int backlog)
{
    struct sockaddr_in name, loopback = {AF_INET, 0, {htonl(INADDR_LOOPBACK)}, {0}};
    socklen_t size = sizeof name;
    if (family_of(fd) == AF_INET && getsockname(fd, (struct sockaddr *) &name, &size) == 0 && name.sin_port == 0)
        bind(fd, (struct sockaddr *) &loopback, sizeof loopback);
    return REAL(listen)(fd, backlog);
}
