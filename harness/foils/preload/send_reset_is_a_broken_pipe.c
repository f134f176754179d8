/* The first send after a reset fails with EPIPE.
 * Noticed by: suites/stream/test_send_broken.py::test_the_first_send_after_a_reset_says_econnreset
 */
#include "foil.h"

ssize_t send(int fd, const void *data, size_t size, int flags)
{
    ssize_t sent = REAL(send)(fd, data, size, flags);
    if (sent < 0 && errno == ECONNRESET)
        errno = EPIPE;
    return sent;
}
