/* Connections inherit TCP_NODELAY at accept and not when the client connects.
 * Noticed by: suites/connections/test_accept_inherits.py::test_options_set_on_a_listener_do_not_reach_a_client_that_waits_already
 */
#include "foil.h"

int accept4(int fd, struct sockaddr *address, socklen_t *size, int flags)
{
    int taken = REAL(accept4)(fd, address, size, flags);
    int value = option(fd, IPPROTO_TCP, TCP_NODELAY);
    if (taken >= 0)
        setsockopt(taken, IPPROTO_TCP, TCP_NODELAY, &value, sizeof value);
    return taken;
}
