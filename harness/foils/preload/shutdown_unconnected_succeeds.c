/* shutdown of an unconnected socket succeeds.
 * Noticed by: suites/closing/test_shutdown_refused.py::test_a_fresh_socket_is_not_connected,
 *             suites/closing/test_shutdown_refused.py::test_a_reset_connection_is_not_connected
 */
#include "foil.h"

int shutdown(int fd, int how)
{
    int result = REAL(shutdown)(fd, how);
    return result && errno == ENOTCONN ? 0 : result;
}
