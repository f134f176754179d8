/* close of a TCP connection resets it, always. Seen only at the peer.
 * Noticed by: suites/closing/test_close.py::test_close_without_unread_data_leaves_the_peer_no_error,
 *             suites/closing/test_close_delivery.py::test_close_returns_at_once_and_unsent_data_is_still_delivered
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
        set_linger(fd, 1, 0);
    return REAL(close)(fd);
}
