/* listen gives an AF_UNIX socket without a name an abstract one.
 * Noticed by: suites/connections/test_listen_unbound.py::test_a_unix_socket_that_may_not_listen_gets_no_name_and_does_not_listen
 */
#include "foil.h"

int listen(int fd, int backlog)
{
    sa_family_t unnamed = AF_UNIX;
    if (family_of(fd) == AF_UNIX)
        bind(fd, (struct sockaddr *) &unnamed, sizeof unnamed);
    return REAL(listen)(fd, backlog);
}
