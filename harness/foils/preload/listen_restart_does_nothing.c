/* listen on a listener that was shut down succeeds without listening again.
 * Noticed by: suites/connections/test_listen_again.py::test_a_tcp_listener_that_was_shut_down_and_listens_again_has_a_port
 */
#include "foil.h"

int listen(int fd, int backlog)
{
    static char listened[256];
    if (fd < 256 && listened[fd] == 1 && option(fd, SOL_SOCKET, SO_ACCEPTCONN) == 0)
        return 0;
    int result = REAL(listen)(fd, backlog);
    if (fd < 256)
        listened[fd] = result == 0;
    return result;
}
