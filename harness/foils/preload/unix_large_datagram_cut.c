/* Of an AF_UNIX datagram above 64 KiB only so much is sent. Seen only at the peer.
 * Noticed by: suites/local/test_datagram_delivery.py::test_a_datagram_of_the_target_arrives_whole
 */
#include "foil.h"

ssize_t send(int fd, const void *data, size_t size, int flags)
{
    if (family_of(fd) != AF_UNIX || type_of(fd) != SOCK_DGRAM || size <= 65536)
        return REAL(send)(fd, data, size, flags);
    ssize_t result = REAL(send)(fd, data, 65536, flags);
    return result < 0 ? result : (ssize_t) size;
}
