/* send cuts datagrams at 8192 bytes. Seen only at the peer.
 * Noticed by: suites/datagram/test_sizes.py::test_messages_of_growing_size_arrive_unchanged
 *             suites/datagram/test_sizes.py::test_a_message_arrives_unchanged_in_both_directions
 */
#include "foil.h"

ssize_t send(int fd, const void *data, size_t size, int flags)
{
    if (type_of(fd) != SOCK_DGRAM || size <= 8192 || size > 65000)
        return REAL(send)(fd, data, size, flags);
    return REAL(send)(fd, data, 8192, flags) < 0 ? -1 : (ssize_t) size;
}
