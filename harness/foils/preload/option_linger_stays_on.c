/* SO_LINGER once on cannot be switched off.
 * Noticed by: suites/options/test_linger_option.py::test_lingering_can_be_switched_off_again
 */
#include "foil.h"

int setsockopt(int fd, int level, int name, const void *value, socklen_t size)
{
    if (level == SOL_SOCKET && name == SO_LINGER && !((const struct linger *) value)->l_onoff)
        return 0;
    return REAL(setsockopt)(fd, level, name, value, size);
}
