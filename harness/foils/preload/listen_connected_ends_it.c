/* listen on a connected socket fails and ends the connection.
 * Noticed by: suites/connections/test_listen_errors.py::test_an_accepted_connection_may_not_listen_and_goes_on
 */
#include "foil.h"

int listen(int fd, int backlog)
{
    int result = REAL(listen)(fd, backlog), error = errno;
    if (result < 0)
        shutdown(fd, SHUT_WR);
    errno = error;
    return result;
}
