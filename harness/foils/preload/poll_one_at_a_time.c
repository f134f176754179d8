/* poll tells of one socket at a time.
 * Noticed by: suites/readiness/test_poll_sets.py::test_exactly_those_that_are_ready_are_told
 */
#include "foil.h"

int poll(struct pollfd *set, nfds_t count, int timeout)
{
    int result = REAL(poll)(set, count, timeout), found = 0;
    for (nfds_t i = 0; i < count; i++)
        if (set[i].revents && found++)
            set[i].revents = 0;
    return result > 1 ? 1 : result;
}
