/* send of nothing on a datagram socket sends nothing. Seen only at the peer.
 * Noticed by: suites/datagram/test_empty.py::test_an_empty_message_that_is_sent_arrives_in_its_place
 */
#include "foil.h"

ssize_t send(int fd, const void *data, size_t size, int flags)
{
    return size == 0 && type_of(fd) == SOCK_DGRAM ? 0 : REAL(send)(fd, data, size, flags);
}
