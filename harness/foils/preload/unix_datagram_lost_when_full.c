/* A datagram for a full AF_UNIX queue is dropped, where send has to wait.
 * Noticed by: suites/local/test_datagram_delivery.py::test_a_full_queue_makes_the_target_wait_until_one_is_read, suites/runtime/test_interrupted.py::test_a_datagram_that_waits_for_room_is_sent_once_after_a_signal
 */
#include "foil.h"

ssize_t send(int fd, const void *data, size_t size, int flags)
{
    if (family_of(fd) != AF_UNIX || type_of(fd) != SOCK_DGRAM || nonblocking(fd) || flags & MSG_DONTWAIT)
        return REAL(send)(fd, data, size, flags);
    ssize_t result = REAL(send)(fd, data, size, flags | MSG_DONTWAIT);
    return result < 0 && errno == EAGAIN ? (ssize_t) size : result;
}
