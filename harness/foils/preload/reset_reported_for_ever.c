/* recv reports a reset again and again.
 * Noticed by: suites/closing/test_reset.py::test_recv_after_a_reset_reports_it_once
 */
#include "foil.h"

static char was_reset[4096];

ssize_t recv(int fd, void *buffer, size_t size, int flags)
{
    ssize_t count = REAL(recv)(fd, buffer, size, flags);
    if (count < 0 && errno == ECONNRESET)
        was_reset[fd & 4095] = 1;
    if (count == 0 && was_reset[fd & 4095]) {
        errno = ECONNRESET;
        return -1;
    }
    return count;
}

int close(int fd)
{
    was_reset[fd & 4095] = 0;
    return REAL(close)(fd);
}
