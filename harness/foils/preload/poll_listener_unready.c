/* poll does not find a seqpacket listener readable.
 * Noticed by: suites/readiness/test_poll_readable.py::test_a_listener_is_readable_while_a_client_waits
 */
#include "foil.h"

int poll(struct pollfd *set, nfds_t count, int timeout)
{
    int result = REAL(poll)(set, count, timeout);
    for (nfds_t i = 0; i < count && result > 0; i++)
        if (set[i].revents && option(set[i].fd, SOL_SOCKET, SO_ACCEPTCONN) > 0 && type_of(set[i].fd) == SOCK_SEQPACKET) {
            set[i].revents &= ~(POLLIN);
            result -= !set[i].revents;
        }
    return result;
}
