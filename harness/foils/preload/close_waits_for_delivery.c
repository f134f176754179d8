/* close waits until the peer has everything, whatever SO_LINGER says.
 * Noticed by: suites/closing/test_close_delivery.py::test_close_returns_at_once_and_unsent_data_is_still_delivered
 */
#include "foil.h"

static void set_linger(int fd, int on, int seconds)
{
    struct linger value = {on, seconds};
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &value, sizeof value);
}

int close(int fd)
{
    struct linger value;
    socklen_t size = sizeof value;
    if (type_of(fd) >= 0 && getsockopt(fd, SOL_SOCKET, SO_LINGER, &value, &size) == 0 && !value.l_onoff)
        set_linger(fd, 1, 60);
    return REAL(close)(fd);
}
