/* Connections do not inherit SO_OOBINLINE.
 * Noticed by: suites/connections/test_accept_inherits.py::test_a_connection_of_a_listener_with_oobinline_finds_urgent_data_in_line
 */
#include "foil.h"

int accept4(int fd, struct sockaddr *address, socklen_t *size, int flags)
{
    int taken = REAL(accept4)(fd, address, size, flags);
    int off = 0;
    if (taken >= 0)
        setsockopt(taken, SOL_SOCKET, SO_OOBINLINE, &off, sizeof off);
    return taken;
}
