/* The last byte of UDP datagrams of an odd size above 1000 comes out as zero. Seen only at the peer.
 * Noticed by: suites/datagram/test_sizes.py::test_messages_of_growing_size_arrive_unchanged
 */
#include "foil.h"

ssize_t send(int fd, const void *data, size_t size, int flags)
{
    if (type_of(fd) != SOCK_DGRAM || size < 1000 || size % 2 == 0)
        return REAL(send)(fd, data, size, flags);
    char *copy = memcpy(malloc(size), data, size);
    copy[size - 1] = 0;
    ssize_t sent = REAL(send)(fd, copy, size, flags);
    free(copy);
    return sent;
}
