/* An option that does not exist can be set.
 * Noticed by: suites/options/test_option_arguments.py::test_an_unknown_option_cannot_be_set
 */
#include "foil.h"

int setsockopt(int fd, int level, int name, const void *value, socklen_t size)
{
    if (level == SOL_SOCKET && name > 1000)
        return 0;
    return REAL(setsockopt)(fd, level, name, value, size);
}
