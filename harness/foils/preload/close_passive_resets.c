/* close resets a TCP connection whose peer has ended its direction already. Seen only at the peer.
 * Noticed by: suites/closing/test_close_delivery.py::test_a_large_reply_to_a_half_closed_peer_arrives_whole,
 *             suites/closing/test_close.py::test_close_behind_the_peers_end_of_file_ends_the_connection_without_error
 */
#include "foil.h"

static void set_linger(int fd, int on, int seconds)
{
    struct linger value = {on, seconds};
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &value, sizeof value);
}

int close(int fd)
{
    struct pollfd one = {fd, POLLRDHUP, 0};
    if (type_of(fd) == SOCK_STREAM && REAL(poll)(&one, 1, 0) == 1)
        set_linger(fd, 1, 0);
    return REAL(close)(fd);
}
