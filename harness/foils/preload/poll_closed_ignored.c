/* poll skips a closed descriptor.
 * Noticed by: suites/readiness/test_poll_conditions.py::test_a_closed_handle_is_invalid_at_once
 */
#include "foil.h"

int poll(struct pollfd *set, nfds_t count, int timeout)
{
    int result = REAL(poll)(set, count, timeout);
    for (nfds_t i = 0; i < count && result > 0; i++)
        if (set[i].revents && set[i].revents == POLLNVAL) {
            set[i].revents &= ~(POLLNVAL);
            result -= !set[i].revents;
        }
    return result;
}
