/* SO_SNDTIMEO is kept and read back, and a send waits without limit.
 * Noticed by: suites/timeouts/test_send_timeout.py::test_a_send_without_room_fails_when_the_time_is_over
 */
#include "foil.h"

static struct timeval kept[65536];

int setsockopt(int fd, int level, int name, const void *value, socklen_t size)
{
    if (level != SOL_SOCKET || name != SO_SNDTIMEO || size != sizeof kept[fd])
        return REAL(setsockopt)(fd, level, name, value, size);
    kept[fd] = *(const struct timeval *) value;
    struct timeval other = {kept[fd].tv_sec || kept[fd].tv_usec ? 1000000 : 0, 0};
    return REAL(setsockopt)(fd, level, name, &other, size);
}

int getsockopt(int fd, int level, int name, void *value, socklen_t *size)
{
    int result = REAL(getsockopt)(fd, level, name, value, size);
    if (level == SOL_SOCKET && name == SO_SNDTIMEO && (((struct timeval *) value)->tv_sec || ((struct timeval *) value)->tv_usec))
        *(struct timeval *) value = kept[fd];
    return result;
}
