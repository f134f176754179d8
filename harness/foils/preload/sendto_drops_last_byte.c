/* sendto of more than one byte leaves the last one out, and counts it. Seen only at the peer.
 * Noticed by: suites/datagram/test_boundaries.py::test_each_send_makes_one_message
 *             suites/datagram/test_sizes.py::test_messages_of_growing_size_arrive_unchanged
 */
#include "foil.h"

ssize_t sendto(int fd, const void *data, size_t size, int flags, const struct sockaddr *to, socklen_t length)
{
    ssize_t sent = REAL(sendto)(fd, data, size > 1 ? size - 1 : size, flags, to, length);
    return sent > 0 && size > 1 ? sent + 1 : sent;
}
