/* listen on a port where another socket listens fails with EACCES.
 * Noticed by: suites/connections/test_listen_errors.py::test_only_one_of_two_sockets_on_one_port_may_listen
 */
#include "foil.h"

int listen(int fd, int backlog)
{
    int result = REAL(listen)(fd, backlog);
    if (result < 0 && errno == EADDRINUSE)
        errno = EACCES;
    return result;
}
