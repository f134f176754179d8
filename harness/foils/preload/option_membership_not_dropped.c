/* IP_DROP_MEMBERSHIP does nothing.
 * Noticed by: suites/options/test_multicast_options.py::test_who_has_left_one_group_receives_only_of_the_other
 */
#include "foil.h"

int setsockopt(int fd, int level, int name, const void *value, socklen_t size)
{
    if (level == IPPROTO_IP && name == IP_DROP_MEMBERSHIP)
        return 0;
    return REAL(setsockopt)(fd, level, name, value, size);
}
