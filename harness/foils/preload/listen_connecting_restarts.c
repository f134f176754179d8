/* listen on a TCP socket that is connecting gives up connecting and listens.
 * Noticed by: suites/connections/test_listen_errors.py::test_a_client_that_is_connecting_may_not_listen
 */
#include "foil.h"

int listen(int fd, int backlog)
{
    struct sockaddr none = {AF_UNSPEC, {0}};
    if (REAL(listen)(fd, backlog) == 0)
        return 0;
    struct pollfd one = {fd, POLLOUT, 0};
    if (family_of(fd) == AF_UNIX || REAL(poll)(&one, 1, 0) != 0)
        return REAL(listen)(fd, backlog);
    connect(fd, &none, sizeof none);
    return REAL(listen)(fd, backlog);
}
