/* SO_ERROR is always 0.
 * Noticed by: suites/runtime/test_timeout_expires.py::test_a_refusal_is_no_timeout
 */
#include "foil.h"

int getsockopt(int fd, int level, int name, void *value, socklen_t *size)
{
    int result = REAL(getsockopt)(fd, level, name, value, size);
    if (result == 0 && level == SOL_SOCKET && name == SO_ERROR)
        *(int *) value = 0;
    return result;
}
