/* poll without limit returns after a moment.
 * Noticed by: suites/readiness/test_poll_waiting.py::test_without_limit_poll_waits_for_data
 */
#include "foil.h"

int poll(struct pollfd *set, nfds_t count, int timeout)
{
    return REAL(poll)(set, count, timeout < 0 ? 20 : timeout);
}
