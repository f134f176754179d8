/* accept passes over clients that have reset their connection, and waits for another.
 * Noticed by: suites/connections/test_accept_aborted.py::test_a_connection_whose_client_aborted_is_returned_and_reports_it_once
 */
#include "foil.h"

int accept4(int fd, struct sockaddr *address, socklen_t *size, int flags)
{
    int taken = REAL(accept4)(fd, address, size, flags);
    struct pollfd one = {taken, POLLERR, 0};
    if (taken < 0 || REAL(poll)(&one, 1, 0) != 1 || !(one.revents & POLLERR))
        return taken;
    close(taken);
    return REAL(accept4)(fd, address, size, flags);
}
