/* Connections do not inherit the size of the receive buffer.
 * Noticed by: suites/connections/test_accept_inherits.py::test_a_connection_of_a_listener_with_a_small_receive_buffer_takes_little
 */
#include "foil.h"

int accept4(int fd, struct sockaddr *address, socklen_t *size, int flags)
{
    int taken = REAL(accept4)(fd, address, size, flags);
    int usual = 65536;
    if (taken >= 0)
        setsockopt(taken, SOL_SOCKET, SO_RCVBUF, &usual, sizeof usual);
    return taken;
}
