/* A signal ends a poll as its timeout would.
 * Noticed by: suites/runtime/test_interrupted.py::test_a_signal_does_not_shorten_the_timeout, suites/runtime/test_interrupted.py::test_poll_goes_on_after_a_signal
 */
#include "foil.h"

int poll(struct pollfd *set, nfds_t count, int timeout)
{
    int result = REAL(poll)(set, count, timeout);
    if (result < 0 && errno == EINTR)
        result = errno = 0;
    return result;
}
