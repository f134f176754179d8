/* poll for room in a seqpacket socket always succeeds.
 * Noticed by: suites/readiness/test_poll_writable.py::test_a_full_queue_of_records_is_not_writable_until_they_are_read
 */
#include "foil.h"

int poll(struct pollfd *set, nfds_t count, int timeout)
{
    struct pollfd first = {-1, 0, 0};
    memcpy(&first, set, count ? sizeof first : 0);
    if (count == 1 && first.events & POLLOUT && type_of(first.fd) == SOCK_SEQPACKET && timeout < 0) {
        set[0].revents = POLLOUT;
        return 1;
    }
    return REAL(poll)(set, count, timeout);
}
