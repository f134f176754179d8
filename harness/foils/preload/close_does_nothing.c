/* close gives the number back but the socket lives on. Seen only at the peer.
 * Noticed by: suites/closing/test_close.py::test_close_ends_the_peers_blocked_recv,
 *             suites/closing/test_close_listener.py::test_a_closed_listener_refuses_new_clients,
 *             suites/closing/test_close_names.py::test_the_port_of_a_closed_socket_is_free_at_once
 */
#include "foil.h"

/* A second handle that nobody closes. */
static void keep(int fd) { fcntl(fd, F_DUPFD_CLOEXEC, 100); }

int close(int fd)
{
    if (type_of(fd) >= 0)
        keep(fd);
    return REAL(close)(fd);
}
