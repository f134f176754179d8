/* A send on a stream ends at the first zero byte, like a string, and claims to have sent all.
 * Seen only at the peer.
 * Noticed by: suites/stream/test_send_counts.py::test_every_value_a_byte_can_have_arrives
 *             suites/stream/test_send_counts.py::test_bytes_that_are_all_zero_arrive
 */
#include "foil.h"

ssize_t send(int fd, const void *data, size_t size, int flags)
{
    size_t string = strnlen(data, size);
    if (type_of(fd) != SOCK_STREAM || string == size)
        return REAL(send)(fd, data, size, flags);
    return REAL(send)(fd, data, string, flags) < 0 ? -1 : (ssize_t) size;
}
