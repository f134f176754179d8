/* accept takes the pending error from a connection that was reset, so that nobody else sees it.
 * Noticed by: suites/connections/test_accept_aborted.py::test_a_connection_whose_client_aborted_is_returned_and_reports_it_once
 */
#include "foil.h"

int accept4(int fd, struct sockaddr *address, socklen_t *size, int flags)
{
    int taken = REAL(accept4)(fd, address, size, flags);
    if (taken >= 0)
        option(taken, SOL_SOCKET, SO_ERROR);
    return taken;
}
