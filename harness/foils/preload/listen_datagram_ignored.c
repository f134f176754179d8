/* listen on a datagram socket succeeds without an effect.
 * Noticed by: suites/connections/test_listen_errors.py::test_a_datagram_socket_may_not_listen
 */
#include "foil.h"

int listen(int fd, int backlog)
{
    return type_of(fd) == SOCK_DGRAM ? 0 : REAL(listen)(fd, backlog);
}
