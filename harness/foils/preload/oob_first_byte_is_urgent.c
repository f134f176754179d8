/* An urgent send on a stream is urgent in its first byte instead of its last.
 * Seen only at the peer.
 * Noticed by: suites/stream/test_oob_send.py::test_the_last_byte_of_an_urgent_send_is_out_of_band
 */
#include "foil.h"

ssize_t send(int fd, const void *data, size_t size, int flags)
{
    if (!(flags & MSG_OOB) || size < 2 || type_of(fd) != SOCK_STREAM || REAL(send)(fd, data, 1, flags) < 0)
        return REAL(send)(fd, data, size, flags);
    return REAL(send)(fd, (const char *) data + 1, size - 1, flags & ~MSG_OOB) + 1;
}
