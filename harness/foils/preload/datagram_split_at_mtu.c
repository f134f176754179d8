/* send makes two UDP datagrams of one that is larger than 1472 bytes. Seen only at the peer.
 * Noticed by: suites/datagram/test_sizes.py::test_messages_of_growing_size_arrive_unchanged
 */
#include "foil.h"

ssize_t send(int fd, const void *data, size_t size, int flags)
{
    if (type_of(fd) != SOCK_DGRAM || family_of(fd) == AF_UNIX || size <= 1472)
        return REAL(send)(fd, data, size, flags);
    ssize_t head = REAL(send)(fd, data, 1472, flags);
    ssize_t tail = REAL(send)(fd, (const char *) data + 1472, size - 1472, flags);
    return head < 0 || tail < 0 ? -1 : head + tail;
}
