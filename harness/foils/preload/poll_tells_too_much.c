/* poll tells of room in a socket that is asked for data only.
 * Noticed by: suites/readiness/test_poll_sets.py::test_of_a_socket_that_is_both_only_what_was_asked_is_told
 */
#include "foil.h"

int poll(struct pollfd *set, nfds_t count, int timeout)
{
    int result = REAL(poll)(set, count, timeout);
    for (nfds_t i = 0; i < count && result > 0; i++)
        if (set[i].revents == POLLIN && type_of(set[i].fd) == SOCK_DGRAM)
            set[i].revents |= POLLOUT;
    return result;
}
