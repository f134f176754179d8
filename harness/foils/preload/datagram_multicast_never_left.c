/* Leaving a group succeeds and has no effect.
 * Noticed by: suites/datagram/test_multicast.py::test_who_left_the_group_receives_no_more
 */
#include "foil.h"

int setsockopt(int fd, int level, int name, const void *value, socklen_t size)
{
    if ((level == IPPROTO_IP && name == IP_DROP_MEMBERSHIP) || (level == IPPROTO_IPV6 && name == IPV6_LEAVE_GROUP))
        return 0;
    return REAL(setsockopt)(fd, level, name, value, size);
}
