/* TCP_MAXSEG is kept and read back, and not announced. Seen only at the peer.
 * Noticed by: suites/options/test_tcp_tunings.py::test_a_segment_size_is_announced_to_the_peer
 */
#include "foil.h"

static int kept[65536];

int setsockopt(int fd, int level, int name, const void *value, socklen_t size)
{
    if (level != IPPROTO_TCP || name != TCP_MAXSEG)
        return REAL(setsockopt)(fd, level, name, value, size);
    memcpy(&kept[fd], value, sizeof kept[fd]);
    return 0;
}

int getsockopt(int fd, int level, int name, void *value, socklen_t *size)
{
    if (level != IPPROTO_TCP || name != TCP_MAXSEG || !kept[fd])
        return REAL(getsockopt)(fd, level, name, value, size);
    memcpy(value, &kept[fd], sizeof kept[fd]);
    return 0;
}

int close(int fd)
{
    kept[fd & 0xffff] = 0;
    return REAL(close)(fd);
}
