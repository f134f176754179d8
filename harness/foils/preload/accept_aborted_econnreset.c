/* accept fails with ECONNRESET when the client has reset its connection.
 * Noticed by: suites/connections/test_accept_aborted.py::test_a_client_that_aborted_is_reported_by_accept_or_by_recv_or_is_forgotten
 */
#include "foil.h"

int accept4(int fd, struct sockaddr *address, socklen_t *size, int flags)
{
    int taken = REAL(accept4)(fd, address, size, flags);
    struct pollfd one = {taken, POLLERR, 0};
    if (taken < 0 || REAL(poll)(&one, 1, 0) != 1 || !(one.revents & POLLERR))
        return taken;
    close(taken);
    errno = ECONNRESET;
    return -1;
}
