/* TCP_USER_TIMEOUT is kept and read back, and ends nothing.
 * Noticed by: suites/options/test_tcp_tunings.py::test_a_peer_that_takes_nothing_for_the_user_timeout_ends_the_connection
 */
#include "foil.h"

static int kept[65536];

int setsockopt(int fd, int level, int name, const void *value, socklen_t size)
{
    if (level != IPPROTO_TCP || name != TCP_USER_TIMEOUT)
        return REAL(setsockopt)(fd, level, name, value, size);
    memcpy(&kept[fd], value, sizeof kept[fd]);
    return 0;
}

int getsockopt(int fd, int level, int name, void *value, socklen_t *size)
{
    if (level != IPPROTO_TCP || name != TCP_USER_TIMEOUT || !kept[fd])
        return REAL(getsockopt)(fd, level, name, value, size);
    memcpy(value, &kept[fd], sizeof kept[fd]);
    return 0;
}

int close(int fd)
{
    kept[fd & 0xffff] = 0;
    return REAL(close)(fd);
}
