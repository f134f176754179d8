/* poll does not tell that the peer ended writing.
 * Noticed by: suites/readiness/test_poll_conditions.py::test_a_peer_that_ended_writing_is_reported_to_who_asks
 */
#include "foil.h"

int poll(struct pollfd *set, nfds_t count, int timeout)
{
    int result = REAL(poll)(set, count, timeout);
    for (nfds_t i = 0; i < count && result > 0; i++)
        if (set[i].revents && type_of(set[i].fd) >= 0) {
            set[i].revents &= ~(POLLRDHUP);
            result -= !set[i].revents;
        }
    return result;
}
