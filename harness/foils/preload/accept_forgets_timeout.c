/* Connections do not inherit the receive timeout.
 * Noticed by: suites/connections/test_accept_inherits.py::test_recv_on_a_connection_fails_when_the_receive_timeout_of_its_listener_has_passed
 */
#include "foil.h"

int accept4(int fd, struct sockaddr *address, socklen_t *size, int flags)
{
    int taken = REAL(accept4)(fd, address, size, flags);
    struct timeval none = {0, 0};
    if (taken >= 0)
        setsockopt(taken, SOL_SOCKET, SO_RCVTIMEO, &none, sizeof none);
    return taken;
}
