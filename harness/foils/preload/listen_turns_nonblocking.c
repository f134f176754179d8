/* listen makes the socket nonblocking.
 * Noticed by: suites/connections/test_accept_blocking.py::test_accept_blocks_until_a_client_connects
 */
#include "foil.h"

int listen(int fd, int backlog)
{
    fcntl(fd, F_SETFL, O_NONBLOCK);
    return REAL(listen)(fd, backlog);
}
