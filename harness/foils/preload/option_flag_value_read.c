/* A boolean option that is on reads as the number of the option.
 * Noticed by: suites/options/test_boolean_options.py::test_all_options_read_as_they_were_set_last_however_often
 */
#include "foil.h"

int getsockopt(int fd, int level, int name, void *value, socklen_t *size)
{
    int result = REAL(getsockopt)(fd, level, name, value, size);
    if (result == 0 && (level == SOL_SOCKET && name == SO_OOBINLINE && *(int *) value))
        *(int *) value = name;
    return result;
}
