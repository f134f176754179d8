/* poll tells that the peer ended writing to who did not ask.
 * Noticed by: suites/readiness/test_poll_conditions.py::test_a_peer_that_closed_is_reported_to_who_asks
 */
#include "foil.h"

int poll(struct pollfd *set, nfds_t count, int timeout)
{
    int result = REAL(poll)(set, count, timeout);
    for (nfds_t i = 0; i < count && result > 0; i++) {
        struct pollfd one = {set[i].fd, POLLRDHUP, 0};
        if (set[i].revents & POLLIN && REAL(poll)(&one, 1, 0) > 0)
            set[i].revents |= one.revents & POLLRDHUP;
    }
    return result;
}
