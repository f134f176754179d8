/* listen lowers the backlog of a TCP socket above 1024 to 1024.
 * Noticed by: suites/connections/test_listen_backlog.py::test_tcp_info_of_a_listener_tells_its_backlog_and_how_many_clients_wait
 */
#include "foil.h"

int listen(int fd, int backlog)
{
    return REAL(listen)(fd, backlog > 1024 && family_of(fd) != AF_UNIX ? 1024 : backlog);
}
