/* poll does not tell of an urgent byte.
 * Noticed by: suites/readiness/test_poll_urgent.py::test_an_urgent_byte_is_told_until_it_is_read
 */
#include "foil.h"

int poll(struct pollfd *set, nfds_t count, int timeout)
{
    int result = REAL(poll)(set, count, timeout);
    for (nfds_t i = 0; i < count && result > 0; i++)
        if (set[i].revents && type_of(set[i].fd) >= 0) {
            set[i].revents &= ~(POLLPRI);
            result -= !set[i].revents;
        }
    return result;
}
