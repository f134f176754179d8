/* A reset looks like the end of file.
 * Noticed by: suites/stream/test_recv_reset.py::test_every_call_that_receives_reports_a_reset
 *             suites/stream/test_recv_blocked.py::test_a_blocked_recv_ends_when_the_peer_resets
 */
#include "foil.h"

ssize_t recv(int fd, void *buffer, size_t size, int flags)
{
    ssize_t got = REAL(recv)(fd, buffer, size, flags);
    return got < 0 && errno == ECONNRESET ? 0 : got;
}
