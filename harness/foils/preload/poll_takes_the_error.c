/* poll takes the pending error away.
 * Noticed by: suites/readiness/test_poll_conditions.py::test_polling_does_not_take_the_error
 */
#include "foil.h"

int poll(struct pollfd *set, nfds_t count, int timeout)
{
    int result = REAL(poll)(set, count, timeout);
    for (nfds_t i = 0; i < count && result > 0; i++)
        if (set[i].revents & POLLERR)
            option(set[i].fd, SOL_SOCKET, SO_ERROR);
    return result;
}
