/* SO_TIMESTAMP is kept and read back, and no time is told.
 * Noticed by: suites/messages/test_timestamps.py::test_a_datagram_brings_the_time_it_came_at
 */
#include "foil.h"

static int kept[65536];

int setsockopt(int fd, int level, int name, const void *value, socklen_t size)
{
    if (level != SOL_SOCKET || name != SO_TIMESTAMP)
        return REAL(setsockopt)(fd, level, name, value, size);
    memcpy(&kept[fd], value, sizeof kept[fd]);
    return 0;
}

int getsockopt(int fd, int level, int name, void *value, socklen_t *size)
{
    if (level != SOL_SOCKET || name != SO_TIMESTAMP || !kept[fd])
        return REAL(getsockopt)(fd, level, name, value, size);
    memcpy(value, &kept[fd], sizeof kept[fd]);
    return 0;
}

int close(int fd)
{
    kept[fd & 0xffff] = 0;
    return REAL(close)(fd);
}
