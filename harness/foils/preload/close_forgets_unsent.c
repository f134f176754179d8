/* close throws away what TCP has not sent yet. Seen only at the peer.
 * Noticed by: suites/closing/test_close_delivery.py::test_close_returns_at_once_and_unsent_data_is_still_delivered,
 *             suites/closing/test_close_delivery.py::test_a_large_reply_to_a_half_closed_peer_arrives_whole
 */
#include "foil.h"

#include <linux/sockios.h>

static void set_linger(int fd, int on, int seconds)
{
    struct linger value = {on, seconds};
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &value, sizeof value);
}

int close(int fd)
{
    int unsent = 0;
    if (type_of(fd) == SOCK_STREAM && family_of(fd) != AF_UNIX && ioctl(fd, SIOCOUTQ, &unsent) == 0 && unsent > 0)
        set_linger(fd, 1, 0);
    return REAL(close)(fd);
}
