/* A timeout of more seconds than fit 31 bits wraps to a short one.
 * Noticed by: suites/timeouts/test_receive_timeout.py::test_an_enormous_time_is_refused_or_does_not_become_a_short_one
 */
#include "foil.h"

int setsockopt(int fd, int level, int name, const void *value, socklen_t size)
{
    struct timeval time;
    if (level == SOL_SOCKET && name == SO_RCVTIMEO && size == sizeof time) {
        memcpy(&time, value, size);
        time.tv_sec &= 0x7fffffff;
        time.tv_usec += time.tv_sec == 0 && time.tv_usec == 0 && ((const struct timeval *) value)->tv_sec;
        return REAL(setsockopt)(fd, level, name, &time, size);
    }
    return REAL(setsockopt)(fd, level, name, value, size);
}
