/* poll waits half as long as it is told.
 * Noticed by: suites/runtime/test_timeout_expires.py::test_a_receive_waits_as_long_as_it_was_told
 */
#include "foil.h"

int poll(struct pollfd *set, nfds_t count, int timeout)
{
    return REAL(poll)(set, count, timeout > 0 ? timeout / 2 : timeout);
}
