/* listen on a socket that listens already changes nothing. Seen only at the peer.
 * Noticed by: suites/connections/test_listen_again.py::test_more_clients_connect_after_listening_with_a_larger_backlog
 */
#include "foil.h"

int listen(int fd, int backlog)
{
    return option(fd, SOL_SOCKET, SO_ACCEPTCONN) == 1 ? 0 : REAL(listen)(fd, backlog);
}
