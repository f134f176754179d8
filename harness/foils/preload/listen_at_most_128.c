/* listen lowers a backlog above 128 to 128. Seen only at the peer.
 * Noticed by: suites/connections/test_listen_backlog.py::test_as_many_clients_connect_as_the_backlog_says
 */
#include "foil.h"

int listen(int fd, int backlog)
{
    return REAL(listen)(fd, backlog > 128 ? 128 : backlog);
}
