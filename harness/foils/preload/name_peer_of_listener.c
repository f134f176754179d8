/* getpeername of a listener returns its own name.
 * Noticed by: suites/addressing/test_getpeername.py::test_a_listener_has_no_peer
 */
#include "foil.h"

int getpeername(int fd, struct sockaddr *address, socklen_t *size)
{
    return option(fd, SOL_SOCKET, SO_ACCEPTCONN) == 1 ? getsockname(fd, address, size) : REAL(getpeername)(fd, address, size);
}
