/* The local port that connect chose can be bound by others.
 * Noticed by: suites/addressing/test_getsockname.py::test_unknown
 */
#include "foil.h"

int connect(int fd, const struct sockaddr *address, socklen_t size)
{
    int on = 1;
    if (family_of(fd) != AF_UNIX)
        setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on);
    return REAL(connect)(fd, address, size);
}
