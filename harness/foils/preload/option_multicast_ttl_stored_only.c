/* IP_MULTICAST_TTL is kept and read back, and datagrams to groups carry 1. Seen only at the peer.
 * Noticed by: suites/options/test_multicast_options.py::test_datagrams_to_a_group_carry_the_time_to_live_for_groups
 */
#include "foil.h"

static int kept[65536];

int setsockopt(int fd, int level, int name, const void *value, socklen_t size)
{
    if (level != IPPROTO_IP || name != IP_MULTICAST_TTL)
        return REAL(setsockopt)(fd, level, name, value, size);
    memcpy(&kept[fd], value, sizeof kept[fd]);
    return 0;
}

int getsockopt(int fd, int level, int name, void *value, socklen_t *size)
{
    if (level != IPPROTO_IP || name != IP_MULTICAST_TTL || !kept[fd])
        return REAL(getsockopt)(fd, level, name, value, size);
    memcpy(value, &kept[fd], sizeof kept[fd]);
    return 0;
}

int close(int fd)
{
    kept[fd & 0xffff] = 0;
    return REAL(close)(fd);
}
