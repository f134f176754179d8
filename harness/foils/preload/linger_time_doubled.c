/* close lingers for twice the time.
 * Noticed by: suites/closing/test_linger.py::test_close_lingers_no_longer_than_it_was_told
 */
#include "foil.h"

static void set_linger(int fd, int on, int seconds)
{
    struct linger value = {on, seconds};
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &value, sizeof value);
}

int close(int fd)
{
    struct linger value = {0, 0};
    socklen_t size = sizeof value;
    if (getsockopt(fd, SOL_SOCKET, SO_LINGER, &value, &size) == 0 && value.l_onoff && value.l_linger > 0)
        set_linger(fd, 1, 2 * value.l_linger);
    return REAL(close)(fd);
}
