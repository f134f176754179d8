/* poll reports a reset as a mere hang-up.
 * Noticed by: suites/closing/test_reset.py::test_poll_reports_a_reset_unasked
 */
#include "foil.h"

int poll(struct pollfd *set, nfds_t count, int timeout)
{
    int result = REAL(poll)(set, count, timeout);
    for (nfds_t index = 0; index < count; index++)
        if (type_of(set[index].fd) == SOCK_STREAM)
            set[index].revents &= ~POLLERR;
    return result;
}
