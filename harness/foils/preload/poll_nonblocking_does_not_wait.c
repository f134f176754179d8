/* poll of a nonblocking socket does not wait.
 * Noticed by: suites/readiness/test_poll_waiting.py::test_poll_on_a_nonblocking_socket_waits_all_the_same
 */
#include "foil.h"

int poll(struct pollfd *set, nfds_t count, int timeout)
{
    struct pollfd first = {-1, 0, 0};
    memcpy(&first, set, count ? sizeof first : 0);
    int quick = type_of(first.fd) >= 0 && nonblocking(first.fd);
    return REAL(poll)(set, count, quick ? 0 : timeout);
}
