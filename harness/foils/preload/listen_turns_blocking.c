/* listen makes a nonblocking socket blocking.
 * Noticed by: suites/connections/test_listen_starts.py::test_a_nonblocking_socket_stays_so_when_it_begins_to_listen
 */
#include "foil.h"

int listen(int fd, int backlog)
{
    fcntl(fd, F_SETFL, 0);
    return REAL(listen)(fd, backlog);
}
