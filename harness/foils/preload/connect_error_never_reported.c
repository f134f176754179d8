/* SO_ERROR does not report that a connect was refused.
 * Noticed by: suites/connections/test_connect_nonblocking.py::test_so_error_tells_once_that_a_connect_was_refused,
 *             suites/connections/test_connect_refused.py::test_a_socket_with_a_timeout_is_told_of_the_refusal
 */
#include "foil.h"

int getsockopt(int fd, int level, int name, void *value, socklen_t *size)
{
    int result = REAL(getsockopt)(fd, level, name, value, size);
    if (result == 0 && level == SOL_SOCKET && name == SO_ERROR && *(int *) value == ECONNREFUSED)
        *(int *) value = 0;
    return result;
}
