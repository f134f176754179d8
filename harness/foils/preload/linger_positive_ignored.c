/* A linger time above 0 has no effect on close.
 * Noticed by: suites/closing/test_linger.py::test_close_lingers_until_the_peer_has_everything,
 *             suites/closing/test_linger.py::test_close_lingers_no_longer_than_it_was_told
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
        set_linger(fd, 0, 0);
    return REAL(close)(fd);
}
