/* MSG_DONTWAIT is ignored by send.
 * Noticed by: suites/stream/test_send_counts.py::test_a_send_that_must_not_wait_takes_a_part
 */
#include "foil.h"

ssize_t send(int fd, const void *data, size_t size, int flags)
{
    return REAL(send)(fd, data, size, flags & ~MSG_DONTWAIT);
}
