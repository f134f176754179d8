/* A value of one byte is taken for an integer.
 * Noticed by: suites/options/test_option_arguments.py::test_a_value_shorter_than_its_type_is_refused
 */
#include "foil.h"

int setsockopt(int fd, int level, int name, const void *value, socklen_t size)
{
    if (level == SOL_SOCKET && size && size < sizeof(int))
        return 0;
    return REAL(setsockopt)(fd, level, name, value, size);
}
