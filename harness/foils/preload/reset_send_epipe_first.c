/* The first send after a reset fails with EPIPE and a signal, as if the reset had been reported.
 * Noticed by: suites/closing/test_reset.py::test_the_first_send_after_a_reset_fails_with_econnreset
 */
#include "foil.h"

ssize_t send(int fd, const void *data, size_t size, int flags)
{
    ssize_t count = REAL(send)(fd, data, size, flags);
    return count < 0 && errno == ECONNRESET ? REAL(send)(fd, data, size, flags) : count;
}
