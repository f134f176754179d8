/* An empty datagram is not sent. Seen only at the peer.
 * Noticed by: suites/local/test_datagram_delivery.py::test_an_empty_datagram_of_the_target_arrives_between_others
 */
#include "foil.h"

ssize_t send(int fd, const void *data, size_t size, int flags)
{
    return size || family_of(fd) != AF_UNIX ? REAL(send)(fd, data, size, flags) : 0;
}
