/* Connections do not inherit TCP_NODELAY.
 * Noticed by: suites/connections/test_accept_inherits.py::test_connections_have_the_tcp_options_of_their_listener
 */
#include "foil.h"

int accept4(int fd, struct sockaddr *address, socklen_t *size, int flags)
{
    int taken = REAL(accept4)(fd, address, size, flags);
    int off = 0;
    if (taken >= 0)
        setsockopt(taken, IPPROTO_TCP, TCP_NODELAY, &off, sizeof off);
    return taken;
}
