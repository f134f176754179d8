/* Linger 0 resets only when nothing is left to be sent. Seen only at the peer.
 * Noticed by: suites/closing/test_linger.py::test_linger_0_discards_what_was_not_sent_yet
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
        set_linger(fd, 0, 0);
    return REAL(close)(fd);
}
