/* accept opens one more descriptor than it returns.
 * Noticed by: suites/connections/test_accept_order.py::test_clients_are_served_round_after_round_and_no_descriptor_is_lost
 */
#include "foil.h"

int accept4(int fd, struct sockaddr *address, socklen_t *size, int flags)
{
    int taken = REAL(accept4)(fd, address, size, flags);
    if (taken >= 0 && fcntl(taken, F_DUPFD_CLOEXEC, 0) < 0)
        return -1;
    return taken;
}
