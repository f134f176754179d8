/* SO_LINGER is read with its fields swapped.
 * Noticed by: suites/options/test_linger_option.py::test_both_fields_are_read_as_they_were_set
 */
#include "foil.h"

int getsockopt(int fd, int level, int name, void *value, socklen_t *size)
{
    int result = REAL(getsockopt)(fd, level, name, value, size);
    if (result == 0 && (level == SOL_SOCKET && name == SO_LINGER && *size == 8))
        *(struct linger *) value = (struct linger) {((int *) value)[1], ((int *) value)[0]};
    return result;
}
