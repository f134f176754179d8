/* SO_MARK is kept and read back, and packets carry none. Seen only at the peer.
 * Noticed by: suites/options/test_linux_names_and_devices.py::test_a_datagram_carries_the_mark
 */
#include "foil.h"

static int kept[65536];

int setsockopt(int fd, int level, int name, const void *value, socklen_t size)
{
    if (level != SOL_SOCKET || name != SO_MARK)
        return REAL(setsockopt)(fd, level, name, value, size);
    memcpy(&kept[fd], value, sizeof kept[fd]);
    return 0;
}

int getsockopt(int fd, int level, int name, void *value, socklen_t *size)
{
    if (level != SOL_SOCKET || name != SO_MARK || !kept[fd])
        return REAL(getsockopt)(fd, level, name, value, size);
    memcpy(value, &kept[fd], sizeof kept[fd]);
    return 0;
}

int close(int fd)
{
    kept[fd & 0xffff] = 0;
    return REAL(close)(fd);
}
