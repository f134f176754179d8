/* IPv6 sockets start with IPV6_V6ONLY on.
 * Noticed by: suites/addressing/test_getsockname.py::test_unknown
 */
#include "foil.h"

int socket(int family, int type, int protocol)
{
    int fd = REAL(socket)(family, type, protocol), on = 1;
    if (fd >= 0 && family == AF_INET6)
        setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
    return fd;
}
