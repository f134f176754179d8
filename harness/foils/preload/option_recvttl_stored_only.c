/* IP_RECVTTL is kept and read back, and no TTL is told.
 * Noticed by: suites/messages/test_hops.py::test_the_hops_left_of_each_datagram_are_reported
 */
#include "foil.h"

static int kept[65536];

int setsockopt(int fd, int level, int name, const void *value, socklen_t size)
{
    if (level != IPPROTO_IP || name != IP_RECVTTL)
        return REAL(setsockopt)(fd, level, name, value, size);
    memcpy(&kept[fd], value, sizeof kept[fd]);
    return 0;
}

int getsockopt(int fd, int level, int name, void *value, socklen_t *size)
{
    if (level != IPPROTO_IP || name != IP_RECVTTL || !kept[fd])
        return REAL(getsockopt)(fd, level, name, value, size);
    memcpy(value, &kept[fd], sizeof kept[fd]);
    return 0;
}

int close(int fd)
{
    kept[fd & 0xffff] = 0;
    return REAL(close)(fd);
}
