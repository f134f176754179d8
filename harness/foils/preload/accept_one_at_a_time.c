/* accept fails with EAGAIN while another call of accept waits.
 * Noticed by: suites/connections/test_accept_waiters.py::test_two_clients_wake_both_acceptors_each_for_one
 */
#include "foil.h"

static volatile int waiting;

int accept4(int fd, struct sockaddr *address, socklen_t *size, int flags)
{
    if (waiting) {
        errno = EAGAIN;
        return -1;
    }
    waiting = 1;
    int taken = REAL(accept4)(fd, address, size, flags);
    waiting = 0;
    return taken;
}
