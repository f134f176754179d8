/* SO_LINGER is stored but has no effect on close. Seen only at the peer.
 * Noticed by: suites/closing/test_linger.py::test_linger_0_resets_the_connection,
 *             suites/closing/test_linger.py::test_close_lingers_until_the_peer_has_everything
 */
#include "foil.h"

static void set_linger(int fd, int on, int seconds)
{
    struct linger value = {on, seconds};
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &value, sizeof value);
}

int close(int fd)
{
    if (type_of(fd) >= 0)
        set_linger(fd, 0, 0);
    return REAL(close)(fd);
}
