/* close of a TCP connection whose peer has everything leaves no TIME-WAIT: it aborts behind its own end of file. Seen only at the peer.
 * Noticed by: suites/closing/test_close_names.py::test_the_port_of_the_side_that_closed_first_stays_taken
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
    int unsent = 1;
    if (type_of(fd) == SOCK_STREAM && family_of(fd) != AF_UNIX && shutdown(fd, SHUT_WR) == 0) {
        while (ioctl(fd, SIOCOUTQ, &unsent) == 0 && unsent > 0 && unsent < 1000)
            ;
        if (unsent == 0)
            set_linger(fd, 1, 0);
    }
    return REAL(close)(fd);
}
