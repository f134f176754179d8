/* send on a stream never waits for room, whatever the mode.
 * Noticed by: suites/stream/test_send_full.py::test_a_send_to_a_full_stream_waits_until_the_peer_reads
 *             suites/stream/test_send_counts.py::test_a_blocking_send_that_is_larger_than_all_buffers_waits_and_takes_all
 */
#include "foil.h"

ssize_t send(int fd, const void *data, size_t size, int flags)
{
    return REAL(send)(fd, data, size, type_of(fd) == SOCK_STREAM ? flags | MSG_DONTWAIT : flags);
}
