/* SO_ERROR gives the same error each time.
 * Noticed by: suites/options/test_so_error.py::test_a_reset_is_reported_once
 */
#include "foil.h"

static int kept[65536];

int getsockopt(int fd, int level, int name, void *value, socklen_t *size)
{
    int result = REAL(getsockopt)(fd, level, name, value, size);
    if (result == 0 && (level == SOL_SOCKET && name == SO_ERROR))
        *(int *) value = kept[fd] = *(int *) value ? *(int *) value : kept[fd];
    return result;
}
