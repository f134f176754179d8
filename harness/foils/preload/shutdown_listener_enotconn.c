/* shutdown of a listener fails with ENOTCONN, and does nothing.
 * Noticed by: suites/closing/test_shutdown_listener.py::test_a_listener_shut_down_for_reading_is_a_listener_no_more,
 *             suites/closing/test_shutdown_listener.py::test_shutdown_for_reading_wakes_a_blocked_accept
 */
#include "foil.h"

int shutdown(int fd, int how)
{
    if (option(fd, SOL_SOCKET, SO_ACCEPTCONN) != 1)
        return REAL(shutdown)(fd, how);
    errno = ENOTCONN;
    return -1;
}
