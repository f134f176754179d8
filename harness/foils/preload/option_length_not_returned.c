/* getsockopt does not tell how long the value is.
 * Noticed by: suites/options/test_option_arguments.py::test_of_a_longer_buffer_only_the_value_is_filled
 */
#include "foil.h"

int getsockopt(int fd, int level, int name, void *value, socklen_t *size)
{
    socklen_t room = *size;
    int result = REAL(getsockopt)(fd, level, name, value, size);
    *size = room;
    return result;
}
