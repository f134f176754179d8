/* SO_RCVTIMEO takes whole seconds only.
 * Noticed by: suites/timeouts/test_receive_timeout.py::test_a_receive_fails_when_the_time_is_over
 */
#include "foil.h"

int setsockopt(int fd, int level, int name, const void *value, socklen_t size)
{
    struct timeval time;
    if (level != SOL_SOCKET || name != SO_RCVTIMEO || size != sizeof time)
        return REAL(setsockopt)(fd, level, name, value, size);
    memcpy(&time, value, size);
    time.tv_usec = 0;
    return REAL(setsockopt)(fd, level, name, &time, size);
}
