/* shutdown of a listener has no effect.
 * Noticed by: suites/connections/test_accept_stopped.py::test_shutdown_for_reading_ends_a_blocked_accept
 */
#include "foil.h"

int shutdown(int fd, int how)
{
    return option(fd, SOL_SOCKET, SO_ACCEPTCONN) == 1 ? 0 : REAL(shutdown)(fd, how);
}
