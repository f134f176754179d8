/* accept closes every third client and returns the next instead.
 * Noticed by: suites/connections/test_accept_order.py::test_clients_are_accepted_in_the_order_in_which_they_came
 */
#include "foil.h"

static int count;

int accept4(int fd, struct sockaddr *address, socklen_t *size, int flags)
{
    int taken = REAL(accept4)(fd, address, size, flags);
    if (taken >= 0 && ++count % 3 == 0) {
        close(taken);
        taken = REAL(accept4)(fd, address, size, flags);
    }
    return taken;
}
