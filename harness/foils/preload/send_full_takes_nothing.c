/* A send that would have to wait returns 0 instead of an error.
 * Noticed by: suites/stream/test_send_full.py::test_a_full_local_stream_refuses_after_a_part
 */
#include "foil.h"

ssize_t send(int fd, const void *data, size_t size, int flags)
{
    ssize_t sent = REAL(send)(fd, data, size, flags);
    return sent < 0 && errno == EAGAIN ? 0 : sent;
}
