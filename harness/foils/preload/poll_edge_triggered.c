/* poll tells of data once, until more comes.
 * Noticed by: suites/readiness/test_poll_readable.py::test_it_stays_readable_until_the_data_is_received
 */
#include "foil.h"

static int told[65536];

int poll(struct pollfd *set, nfds_t count, int timeout)
{
    int result = REAL(poll)(set, count, timeout), queued = 0;
    if (result != 1 || count != 1 || !(set[0].revents & POLLIN) || ioctl(set[0].fd, FIONREAD, &queued) || queued == 0)
        return result;
    if (told[set[0].fd] == queued && timeout == 0)
        return set[0].revents = 0;
    told[set[0].fd] = queued;
    return result;
}
