/* getpeername of a UDP socket returns its own name.
 * Noticed by: suites/addressing/test_getsockname.py::test_unknown
 */
#include "foil.h"

int getpeername(int fd, struct sockaddr *address, socklen_t *size)
{
    int result = REAL(getpeername)(fd, address, size);
    return result == 0 && type_of(fd) == SOCK_DGRAM && address->sa_family == AF_INET6 ? getsockname(fd, address, size) : result;
}
