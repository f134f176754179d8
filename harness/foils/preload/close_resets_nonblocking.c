/* close of a nonblocking TCP socket resets the connection. Seen only at the peer.
 * Noticed by: suites/closing/test_close_delivery.py::test_a_nonblocking_socket_delivers_the_same
 */
#include "foil.h"

static void set_linger(int fd, int on, int seconds)
{
    struct linger value = {on, seconds};
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &value, sizeof value);
}

int close(int fd)
{
    if (type_of(fd) == SOCK_STREAM && nonblocking(fd))
        set_linger(fd, 1, 0);
    return REAL(close)(fd);
}
