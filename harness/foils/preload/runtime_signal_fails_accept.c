/* A signal makes accept fail with ECONNABORTED.
 * Noticed by: suites/runtime/test_interrupted.py::test_accept_goes_on_after_a_signal
 */
#include "foil.h"

int accept4(int fd, struct sockaddr *address, socklen_t *size, int flags)
{
    int result = REAL(accept4)(fd, address, size, flags);
    if (result < 0 && errno == EINTR)
        errno = ECONNABORTED;
    return result;
}
