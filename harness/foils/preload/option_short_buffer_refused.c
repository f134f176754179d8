/* getsockopt refuses a buffer shorter than the value.
 * Noticed by: suites/options/test_option_arguments.py::test_a_value_is_cut_to_a_shorter_buffer
 */
#include "foil.h"

int getsockopt(int fd, int level, int name, void *value, socklen_t *size)
{
    if (level == SOL_SOCKET && *size < sizeof(int)) {
        errno = EINVAL;
        return -1;
    }
    return REAL(getsockopt)(fd, level, name, value, size);
}
