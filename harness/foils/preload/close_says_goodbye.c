/* close sends one more byte before the end. Seen only at the peer.
 * Noticed by: suites/closing/test_close.py::test_close_ends_the_peers_blocked_recv,
 *             suites/closing/test_close_delivery.py::test_what_was_sent_is_read_before_the_end_of_file
 */
#include "foil.h"

int close(int fd)
{
    if (type_of(fd) == SOCK_STREAM)
        send(fd, "", 1, MSG_NOSIGNAL | MSG_DONTWAIT);
    return REAL(close)(fd);
}
