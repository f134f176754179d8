/* IP_MULTICAST_ALL is kept and read back, and who is no member receives all the same.
 * Noticed by: suites/datagram/test_multicast.py::test_a_wildcard_socket_gets_what_others_joined_only_if_it_wants_all
 */
#include "foil.h"

static int kept[65536];

int setsockopt(int fd, int level, int name, const void *value, socklen_t size)
{
    if (level != IPPROTO_IP || name != IP_MULTICAST_ALL)
        return REAL(setsockopt)(fd, level, name, value, size);
    memcpy(&kept[fd], value, sizeof kept[fd]);
    return 0;
}

int getsockopt(int fd, int level, int name, void *value, socklen_t *size)
{
    if (level != IPPROTO_IP || name != IP_MULTICAST_ALL || !kept[fd])
        return REAL(getsockopt)(fd, level, name, value, size);
    memcpy(value, &kept[fd], sizeof kept[fd]);
    return 0;
}

int close(int fd)
{
    kept[fd & 0xffff] = 0;
    return REAL(close)(fd);
}
