/* A datagram whose send was interrupted is sent twice. Seen only at the peer.
 * Noticed by: suites/runtime/test_interrupted.py::test_a_datagram_that_waits_for_room_is_sent_once_after_a_signal
 */
#include "foil.h"

ssize_t send(int fd, const void *data, size_t size, int flags)
{
    static __thread int interrupted;
    ssize_t result = REAL(send)(fd, data, size, flags);
    if (result >= 0 && interrupted)
        REAL(send)(fd, data, size, flags);
    interrupted = result < 0 && errno == EINTR;
    return result;
}
