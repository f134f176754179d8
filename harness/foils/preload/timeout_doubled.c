/* SO_RCVTIMEO waits twice the time, and reads back right.
 * Noticed by: suites/timeouts/test_receive_timeout.py::test_a_receive_fails_soon_after_the_time_is_over
 */
#include "foil.h"

static struct timeval kept[65536];

int setsockopt(int fd, int level, int name, const void *value, socklen_t size)
{
    if (level != SOL_SOCKET || name != SO_RCVTIMEO || size != sizeof kept[fd])
        return REAL(setsockopt)(fd, level, name, value, size);
    kept[fd] = *(const struct timeval *) value;
    struct timeval other = {kept[fd].tv_sec * 2, kept[fd].tv_usec < 500000 ? kept[fd].tv_usec * 2 : kept[fd].tv_usec};
    return REAL(setsockopt)(fd, level, name, &other, size);
}

int getsockopt(int fd, int level, int name, void *value, socklen_t *size)
{
    int result = REAL(getsockopt)(fd, level, name, value, size);
    if (level == SOL_SOCKET && name == SO_RCVTIMEO && (((struct timeval *) value)->tv_sec || ((struct timeval *) value)->tv_usec))
        *(struct timeval *) value = kept[fd];
    return result;
}
