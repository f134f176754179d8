/* An accepted socket is nonblocking if its listener is.
 * Noticed by: suites/runtime/test_timeout_modes.py::test_an_accepted_socket_of_a_nonblocking_listener_blocks
 */
#include "foil.h"

int accept4(int fd, struct sockaddr *address, socklen_t *size, int flags)
{
    return REAL(accept4)(fd, address, size, nonblocking(fd) ? flags | SOCK_NONBLOCK : flags);
}
