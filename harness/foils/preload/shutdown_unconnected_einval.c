/* shutdown of an unconnected socket fails with EINVAL.
 * Noticed by: suites/closing/test_shutdown_refused.py::test_a_bound_socket_is_not_connected
 */
#include "foil.h"

int shutdown(int fd, int how)
{
    int result = REAL(shutdown)(fd, how);
    if (result && errno == ENOTCONN)
        errno = EINVAL;
    return result;
}
