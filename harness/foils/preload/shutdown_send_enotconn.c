/* A send after the own shutdown fails with ENOTCONN instead of EPIPE.
 * Noticed by: suites/errors/test_broken_pipe.py::test_after_the_own_shutdown_every_send_is_a_broken_pipe
 */
#include "foil.h"

ssize_t send(int fd, const void *data, size_t size, int flags)
{
    ssize_t count = REAL(send)(fd, data, size, flags);
    if (count < 0 && errno == EPIPE)
        errno = ENOTCONN;
    return count;
}
