/* IPV6_UNICAST_HOPS is kept and read back, and packets carry the default. Seen only at the peer.
 * Noticed by: suites/options/test_ttl_and_tos.py::test_segments_carry_the_hop_limit
 */
#include "foil.h"

static int kept[65536];

int setsockopt(int fd, int level, int name, const void *value, socklen_t size)
{
    if (level != IPPROTO_IPV6 || name != IPV6_UNICAST_HOPS)
        return REAL(setsockopt)(fd, level, name, value, size);
    memcpy(&kept[fd], value, sizeof kept[fd]);
    return 0;
}

int getsockopt(int fd, int level, int name, void *value, socklen_t *size)
{
    if (level != IPPROTO_IPV6 || name != IPV6_UNICAST_HOPS || !kept[fd])
        return REAL(getsockopt)(fd, level, name, value, size);
    memcpy(value, &kept[fd], sizeof kept[fd]);
    return 0;
}

int close(int fd)
{
    kept[fd & 0xffff] = 0;
    return REAL(close)(fd);
}
