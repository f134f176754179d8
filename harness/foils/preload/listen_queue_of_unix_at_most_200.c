/* listen on an AF_UNIX socket lowers a backlog above 200 to 200. Seen only at the peer.
 * Noticed by: suites/connections/test_listen_backlog.py::test_as_many_clients_connect_as_the_backlog_says
 */
#include "foil.h"

int listen(int fd, int backlog)
{
    return REAL(listen)(fd, family_of(fd) == AF_UNIX && backlog > 200 ? 200 : backlog);
}
