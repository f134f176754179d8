/* An empty send on a stream sends a zero byte.
 * Seen only at the peer.
 * Noticed by: suites/stream/test_send_empty.py::test_an_empty_send_takes_nothing_and_is_not_seen
 *             suites/stream/test_send_empty.py::test_an_empty_send_does_not_wake_the_peer
 */
#include "foil.h"

ssize_t send(int fd, const void *data, size_t size, int flags)
{
    if (size == 0 && type_of(fd) == SOCK_STREAM)
        return REAL(send)(fd, "", 1, flags) < 0 ? -1 : 0;
    return REAL(send)(fd, data, size, flags);
}
