/* What a full stream has refused goes out in front of the next send.
 * Seen only at the peer.
 * Noticed by: suites/stream/test_send_full.py::test_what_was_refused_does_not_go_out_later
 */
#include "foil.h"

ssize_t send(int fd, const void *data, size_t size, int flags)
{
    static char kept[4096][64];
    static size_t count[4096];
    if (count[fd] && REAL(send)(fd, kept[fd], count[fd], flags) > 0)
        count[fd] = 0;
    ssize_t sent = REAL(send)(fd, data, size, flags);
    if (sent < 0 && errno == EAGAIN && size <= 64 && type_of(fd) == SOCK_STREAM)
        memcpy(kept[fd], data, count[fd] = size);
    return sent;
}
