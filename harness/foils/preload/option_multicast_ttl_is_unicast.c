/* IP_MULTICAST_TTL sets the time to live of all datagrams.
 * Noticed by: suites/options/test_multicast_options.py::test_the_time_to_live_for_groups_is_read_as_it_was_set
 */
#include "foil.h"

int setsockopt(int fd, int level, int name, const void *value, socklen_t size)
{
    if (level == IPPROTO_IP && name == IP_MULTICAST_TTL)
        name = IP_TTL;
    return REAL(setsockopt)(fd, level, name, value, size);
}
