/* A send on a dead connection fails with ECONNRESET, however often.
 * Noticed by: suites/closing/test_reset.py::test_the_first_send_after_a_reset_reports_it_and_the_next_a_broken_pipe
 */
#include "foil.h"

ssize_t send(int fd, const void *data, size_t size, int flags)
{
    ssize_t count = REAL(send)(fd, data, size, flags);
    struct pollfd one = {fd, 0, 0};
    if (count < 0 && errno == EPIPE) {
        REAL(poll)(&one, 1, 0);
        errno = one.revents & POLLHUP ? ECONNRESET : EPIPE;
    }
    return count;
}
