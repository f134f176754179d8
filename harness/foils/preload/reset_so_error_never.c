/* SO_ERROR knows nothing of resets.
 * Noticed by: suites/closing/test_reset.py::test_so_error_reports_a_reset_once
 */
#include "foil.h"

int getsockopt(int fd, int level, int name, void *value, socklen_t *size)
{
    int result = REAL(getsockopt)(fd, level, name, value, size);
    if (result == 0 && level == SOL_SOCKET && name == SO_ERROR && *(int *) value == ECONNRESET)
        *(int *) value = 0;
    return result;
}
