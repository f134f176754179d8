/* Every tenth sendto sends its datagram twice. Seen only at the peer.
 * Noticed by: suites/datagram/test_boundaries.py::test_a_hundred_messages_are_taken_in_order_and_once
 */
#include "foil.h"

ssize_t sendto(int fd, const void *data, size_t size, int flags, const struct sockaddr *to, socklen_t length)
{
    static int calls;
    if (++calls % 10 == 0)
        REAL(sendto)(fd, data, size, flags, to, length);
    return REAL(sendto)(fd, data, size, flags, to, length);
}
