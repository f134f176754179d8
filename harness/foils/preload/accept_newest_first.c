/* accept returns two clients that wait in the wrong order, the later one first.
 * Noticed by: suites/connections/test_accept_order.py::test_clients_are_accepted_in_the_order_in_which_they_came
 */
#include "foil.h"

static int kept, kept_of = -1;

int accept4(int fd, struct sockaddr *address, socklen_t *size, int flags)
{
    struct pollfd one = {fd, POLLIN, 0};
    int taken = kept_of == fd ? kept : REAL(accept4)(fd, address, size, flags);
    if (kept_of == fd) {
        kept_of = -1;
        getpeername(taken, address, size);
    } else if (taken >= 0 && REAL(poll)(&one, 1, 0) == 1) {
        kept = taken, kept_of = fd;
        taken = REAL(accept4)(fd, address, size, flags);
    }
    return taken;
}
