/* poll waits for twice its time.
 * Noticed by: suites/readiness/test_poll_waiting.py::test_poll_ends_soon_after_the_time
 */
#include "foil.h"

int poll(struct pollfd *set, nfds_t count, int timeout)
{
    return REAL(poll)(set, count, timeout > 0 ? timeout * 2 : timeout);
}
