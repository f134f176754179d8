/* poll waits for 9 tenths of its time only.
 * Noticed by: suites/readiness/test_poll_waiting.py::test_poll_waits_for_times_of_all_lengths
 */
#include "foil.h"

int poll(struct pollfd *set, nfds_t count, int timeout)
{
    return REAL(poll)(set, count, timeout > 0 ? timeout * 9 / 10 : timeout);
}
