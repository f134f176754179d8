/* A send that was taken in part returns the full count.
 * Noticed by: suites/stream/test_send_counts.py::test_a_send_that_must_not_wait_takes_a_part
 *             suites/stream/test_send_blocked.py::test_a_signal_ends_a_send_that_had_begun_with_its_count
 */
#include "foil.h"

ssize_t send(int fd, const void *data, size_t size, int flags)
{
    return REAL(send)(fd, data, size, flags) < 0 ? -1 : (ssize_t) size;
}
