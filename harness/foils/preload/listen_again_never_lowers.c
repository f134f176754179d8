/* listen on a socket that listens already never shortens its queue. Seen only at the peer.
 * Noticed by: suites/connections/test_listen_again.py::test_a_smaller_backlog_keeps_further_clients_out
 */
#include "foil.h"

int listen(int fd, int backlog)
{
    static int last[256];
    if (fd < 256 && option(fd, SOL_SOCKET, SO_ACCEPTCONN) == 1 && last[fd] > backlog)
        backlog = last[fd];
    if (fd < 256)
        last[fd] = backlog;
    return REAL(listen)(fd, backlog);
}
