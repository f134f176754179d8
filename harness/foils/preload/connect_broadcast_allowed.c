/* connect of a UDP socket to a broadcast address needs no option.
 * Noticed by: suites/addressing/test_getsockname.py::test_unknown
 */
#include "foil.h"

int connect(int fd, const struct sockaddr *address, socklen_t size)
{
    int on = 1;
    if (type_of(fd) == SOCK_DGRAM && family_of(fd) != AF_UNIX)
        setsockopt(fd, SOL_SOCKET, SO_BROADCAST, &on, sizeof on);
    return REAL(connect)(fd, address, size);
}
