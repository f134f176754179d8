/* A linger time counts even if SO_LINGER is off.
 * Noticed by: suites/closing/test_linger.py::test_linger_0_that_was_taken_back_does_not_reset,
 *             suites/closing/test_close_delivery.py::test_a_linger_time_without_linger_means_nothing
 */
#include "foil.h"

static char touched[4096];

int setsockopt(int fd, int level, int name, const void *value, socklen_t size)
{
    if (level == SOL_SOCKET && name == SO_LINGER)
        touched[fd & 4095] = 1;
    return REAL(setsockopt)(fd, level, name, value, size);
}

int close(int fd)
{
    struct linger value;
    socklen_t size = sizeof value;
    if (type_of(fd) >= 0 && touched[fd & 4095] && getsockopt(fd, SOL_SOCKET, SO_LINGER, &value, &size) == 0) {
        value.l_onoff = 1;
        REAL(setsockopt)(fd, SOL_SOCKET, SO_LINGER, &value, sizeof value);
    }
    touched[fd & 4095] = 0;
    return REAL(close)(fd);
}
