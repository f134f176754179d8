/* close of a nonblocking socket does not linger.
 * Noticed by: suites/closing/test_linger.py::test_close_of_a_nonblocking_socket_lingers_too
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
    if (getsockopt(fd, SOL_SOCKET, SO_LINGER, &value, &size) == 0 && value.l_onoff && value.l_linger > 0 && nonblocking(fd))
        set_linger(fd, 0, 0);
    return REAL(close)(fd);
}
