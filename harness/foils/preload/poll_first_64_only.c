/* poll looks at the first 64 sockets of a set only.
 * Noticed by: suites/readiness/test_poll_sets.py::test_many_sockets_are_all_looked_at
 */
#include "foil.h"

int poll(struct pollfd *set, nfds_t count, int timeout)
{
    for (nfds_t i = 64; i < count; i++)
        set[i].revents = 0;
    return REAL(poll)(set, count > 64 ? 64 : count, timeout);
}
