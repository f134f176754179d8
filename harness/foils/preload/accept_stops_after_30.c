/* A listener stops listening with every 30th client it takes.
 * Noticed by: suites/connections/test_accept_order.py::test_clients_are_served_round_after_round_and_no_descriptor_is_lost
 */
#include "foil.h"

static int count[256];

int accept4(int fd, struct sockaddr *address, socklen_t *size, int flags)
{
    int taken = REAL(accept4)(fd, address, size, flags);
    if (taken >= 0 && fd < 256 && ++count[fd] % 30 == 0)
        shutdown(fd, SHUT_RD);
    return taken;
}
