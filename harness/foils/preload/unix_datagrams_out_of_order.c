/* The twentieth datagram that an AF_UNIX socket sends arrives behind the next. Seen only at the peer.
 * Noticed by: suites/local/test_datagram_delivery.py::test_thousands_of_datagrams_of_the_target_arrive_in_order
 */
#include "foil.h"

ssize_t send(int fd, const void *data, size_t size, int flags)
{
    static char kept[4096];
    static size_t kept_size;
    static int count;
    if (family_of(fd) != AF_UNIX || type_of(fd) != SOCK_DGRAM || size > sizeof kept)
        return REAL(send)(fd, data, size, flags);
    if (++count % 20 == 0) {
        memcpy(kept, data, kept_size = size);
        return size;
    }
    ssize_t result = REAL(send)(fd, data, size, flags);
    if (result >= 0 && count % 20 == 1 && kept_size)
        REAL(send)(fd, kept, kept_size, flags);
    return result;
}
