/* SO_BROADCAST is kept and read back, and broadcasts are refused.
 * Noticed by: suites/options/test_broadcast_and_routing.py::test_connecting_to_a_broadcast_address_takes_the_option
 */
#include "foil.h"

static int kept[65536];

int setsockopt(int fd, int level, int name, const void *value, socklen_t size)
{
    if (level != SOL_SOCKET || name != SO_BROADCAST)
        return REAL(setsockopt)(fd, level, name, value, size);
    memcpy(&kept[fd], value, sizeof kept[fd]);
    return 0;
}

int getsockopt(int fd, int level, int name, void *value, socklen_t *size)
{
    if (level != SOL_SOCKET || name != SO_BROADCAST || !kept[fd])
        return REAL(getsockopt)(fd, level, name, value, size);
    memcpy(value, &kept[fd], sizeof kept[fd]);
    return 0;
}

int close(int fd)
{
    kept[fd & 0xffff] = 0;
    return REAL(close)(fd);
}
