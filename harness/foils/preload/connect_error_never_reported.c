/* SO_ERROR does not report that a connect was refused.
 * Noticed by: suites/addressing/test_getsockname.py::test_unknown
 */
#include "foil.h"

int getsockopt(int fd, int level, int name, void *value, socklen_t *size)
{
    int result = REAL(getsockopt)(fd, level, name, value, size);
    if (result == 0 && level == SOL_SOCKET && name == SO_ERROR && *(int *) value == ECONNREFUSED)
        *(int *) value = 0;
    return result;
}
