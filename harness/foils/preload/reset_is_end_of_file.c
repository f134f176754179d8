/* recv takes a reset for the end of file.
 * Noticed by: suites/closing/test_reset.py::test_recv_after_a_reset_reports_it_once,
 *             suites/closing/test_reset.py::test_a_reset_wakes_a_blocked_recv
 */
#include "foil.h"

ssize_t recv(int fd, void *buffer, size_t size, int flags)
{
    ssize_t count = REAL(recv)(fd, buffer, size, flags);
    return count < 0 && errno == ECONNRESET ? 0 : count;
}
