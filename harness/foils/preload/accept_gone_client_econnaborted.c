/* accept fails with ECONNABORTED when the client has closed already.
 * Noticed by: suites/connections/test_accept_gone_clients.py::test_data_of_a_client_that_closed_before_accept_arrives_and_then_the_end
 */
#include "foil.h"

int accept4(int fd, struct sockaddr *address, socklen_t *size, int flags)
{
    int taken = REAL(accept4)(fd, address, size, flags);
    struct pollfd one = {taken, POLLRDHUP, 0};
    if (taken < 0 || REAL(poll)(&one, 1, 0) != 1)
        return taken;
    close(taken);
    errno = ECONNABORTED;
    return -1;
}
