/* poll does not tell of an error unless it is asked for.
 * Noticed by: suites/readiness/test_poll_conditions.py::test_a_datagram_that_found_no_receiver_is_an_error_until_it_is_taken
 */
#include "foil.h"

int poll(struct pollfd *set, nfds_t count, int timeout)
{
    int result = REAL(poll)(set, count, timeout);
    for (nfds_t i = 0; i < count && result > 0; i++)
        if (set[i].revents && type_of(set[i].fd) >= 0) {
            set[i].revents &= ~(POLLERR & ~set[i].events);
            result -= !set[i].revents;
        }
    return result;
}
