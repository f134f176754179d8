/* A send of one byte on a stream sends it twice.
 * Seen only at the peer.
 * Noticed by: suites/stream/test_send_counts.py::test_a_send_of_any_size_arrives_whole_and_alone
 */
#include "foil.h"

ssize_t send(int fd, const void *data, size_t size, int flags)
{
    if (type_of(fd) == SOCK_STREAM && size == 1)
        REAL(send)(fd, data, size, flags);
    return REAL(send)(fd, data, size, flags);
}
