/* SO_ERROR reports a refused connect again and again.
 * Noticed by: suites/connections/test_connect_nonblocking.py::test_so_error_tells_once_that_a_connect_was_refused
 */
#include "foil.h"

static int kept[1024];

int getsockopt(int fd, int level, int name, void *value, socklen_t *size)
{
    int result = REAL(getsockopt)(fd, level, name, value, size);
    if (result == 0 && level == SOL_SOCKET && name == SO_ERROR && *size == sizeof(int)) {
        if (*(int *) value == ECONNREFUSED)
            kept[fd] = ECONNREFUSED;
        else if (*(int *) value == 0)
            *(int *) value = kept[fd];
    }
    return result;
}

int close(int fd)
{
    if (fd >= 0)
        kept[fd] = 0;
    return REAL(close)(fd);
}
