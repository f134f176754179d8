/* A large blocking send on a stream sends the second half first.
 * Seen only at the peer.
 * Noticed by: suites/stream/test_send_counts.py::test_a_send_of_any_size_arrives_whole_and_alone
 *             suites/stream/test_send_order.py::test_many_megabytes_arrive_unchanged
 */
#include "foil.h"

ssize_t send(int fd, const void *data, size_t size, int flags)
{
    if (type_of(fd) != SOCK_STREAM || size <= 32768 || nonblocking(fd) || (flags & MSG_DONTWAIT))
        return REAL(send)(fd, data, size, flags);
    ssize_t sent = REAL(send)(fd, (const char *) data + size / 2, size - size / 2, flags);
    return sent < 0 ? sent : sent + REAL(send)(fd, data, size / 2, flags);
}
