/* Of an option that is set twice in a row the first value stays.
 * Noticed by: suites/options/test_timeout_options.py::test_zero_takes_the_limit_away_again
 */
#include "foil.h"

static int last_fd, last_level, last_name;

int setsockopt(int fd, int level, int name, const void *value, socklen_t size)
{
    if (fd == last_fd && level == last_level && name == last_name)
        return 0;
    last_fd = fd, last_level = level, last_name = name;
    return REAL(setsockopt)(fd, level, name, value, size);
}
