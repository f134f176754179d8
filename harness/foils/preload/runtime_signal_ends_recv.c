/* A signal ends a recv as the end of the stream would.
 * Noticed by: suites/runtime/test_interrupted.py::test_a_receive_goes_on_after_several_signals
 */
#include "foil.h"

ssize_t recv(int fd, void *buffer, size_t size, int flags)
{
    ssize_t result = REAL(recv)(fd, buffer, size, flags);
    return result < 0 && errno == EINTR ? 0 : result;
}
