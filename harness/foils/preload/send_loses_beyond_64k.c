/* A large send on a stream loses what lies beyond the first 64 KiB, and claims to have sent it.
 * Seen only at the peer.
 * Noticed by: suites/stream/test_send_counts.py::test_a_send_of_any_size_arrives_whole_and_alone
 *             suites/stream/test_send_counts.py::test_every_call_that_sends_takes_all_of_it
 */
#include "foil.h"

ssize_t send(int fd, const void *data, size_t size, int flags)
{
    if (type_of(fd) != SOCK_STREAM || size <= 65536)
        return REAL(send)(fd, data, size, flags);
    ssize_t sent = REAL(send)(fd, data, 65536, flags);
    return sent == 65536 ? (ssize_t) size : sent;
}
