/* shutdown of a listener for writing stops its reading too.
 * Noticed by: suites/connections/test_accept_stopped.py::test_shutdown_for_writing_leaves_accept_to_the_next_client
 */
#include "foil.h"

int shutdown(int fd, int how)
{
    return REAL(shutdown)(fd, how == SHUT_WR && option(fd, SOL_SOCKET, SO_ACCEPTCONN) == 1 ? SHUT_RDWR : how);
}
