/* SO_ERROR is always 0.
 * Noticed by: suites/options/test_so_error.py::test_a_refused_connect_in_the_background_is_reported_once
 */
#include "foil.h"

int getsockopt(int fd, int level, int name, void *value, socklen_t *size)
{
    int result = REAL(getsockopt)(fd, level, name, value, size);
    if (result == 0 && (level == SOL_SOCKET && name == SO_ERROR))
        *(int *) value = 0;
    return result;
}
