/* poll does not tell of a hangup unless it is asked for.
 * Noticed by: suites/readiness/test_poll_conditions.py::test_both_ends_that_ended_writing_are_a_hangup
 */
#include "foil.h"

int poll(struct pollfd *set, nfds_t count, int timeout)
{
    int result = REAL(poll)(set, count, timeout);
    for (nfds_t i = 0; i < count && result > 0; i++)
        if (set[i].revents && type_of(set[i].fd) >= 0) {
            set[i].revents &= ~(POLLHUP & ~set[i].events);
            result -= !set[i].revents;
        }
    return result;
}
