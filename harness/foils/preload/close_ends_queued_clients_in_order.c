/* close of a listener accepts who is in its queue and ends them in order, without a reset. Seen only at the peer.
 * Noticed by: suites/closing/test_close_listener.py::test_every_client_in_the_queue_is_reset,
 *             suites/closing/test_close_listener.py::test_a_local_client_in_the_queue_is_told_once
 */
#include "foil.h"

int close(int fd)
{
    int client;
    if (option(fd, SOL_SOCKET, SO_ACCEPTCONN) == 1) {
        fcntl(fd, F_SETFL, O_NONBLOCK);
        while ((client = REAL(accept4)(fd, 0, 0, SOCK_CLOEXEC)) >= 0)
            REAL(close)(client);
    }
    return REAL(close)(fd);
}
