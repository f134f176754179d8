/* accept4 ignores SOCK_CLOEXEC.
 * Noticed by: suites/connections/test_accept_descriptors.py::test_connections_are_closed_on_exec_if_their_listener_is
 */
#include "foil.h"

int accept4(int fd, struct sockaddr *address, socklen_t *size, int flags)
{
    return REAL(accept4)(fd, address, size, flags & ~SOCK_CLOEXEC);
}
