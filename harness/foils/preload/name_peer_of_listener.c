/* getpeername of a listener returns its own name.
 * Noticed by: suites/addressing/test_getsockname.py::test_unknown
 */
#include "foil.h"

int getpeername(int fd, struct sockaddr *address, socklen_t *size)
{
    return option(fd, SOL_SOCKET, SO_ACCEPTCONN) == 1 ? getsockname(fd, address, size) : REAL(getpeername)(fd, address, size);
}
