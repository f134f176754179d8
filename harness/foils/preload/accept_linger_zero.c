/* accept gives every TCP connection a linger time of zero, so that closing it resets it.
 * Noticed by: suites/connections/test_accept_inherits.py::test_a_connection_of_a_listener_without_linger_is_ended_by_close,
 *             suites/connections/test_accept_new_socket.py::test_closing_one_connection_leaves_the_other_open
 */
#include "foil.h"

int accept4(int fd, struct sockaddr *address, socklen_t *size, int flags)
{
    int taken = REAL(accept4)(fd, address, size, flags);
    struct linger zero = {1, 0};
    if (taken >= 0)
        setsockopt(taken, SOL_SOCKET, SO_LINGER, &zero, sizeof zero);
    return taken;
}
