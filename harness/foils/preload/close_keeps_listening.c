/* close of a listener leaves it listening. Seen only at the peer.
 * Noticed by: suites/closing/test_close_listener.py::test_a_closed_listener_refuses_new_clients,
 *             suites/closing/test_close_listener.py::test_a_client_in_the_queue_is_reset
 */
#include "foil.h"

/* A second handle that nobody closes. */
static void keep(int fd) { fcntl(fd, F_DUPFD_CLOEXEC, 100); }

int close(int fd)
{
    if (option(fd, SOL_SOCKET, SO_ACCEPTCONN) == 1)
        keep(fd);
    return REAL(close)(fd);
}
