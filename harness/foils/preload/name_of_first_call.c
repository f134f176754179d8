/* getsockname of an IPv4 socket returns what it returned at the first call.
 * Noticed by: suites/connections/test_connect_names.py::test_connect_makes_a_wildcard_name_specific
 */
#include "foil.h"

static struct sockaddr_storage first[1024];

int getsockname(int fd, struct sockaddr *address, socklen_t *size)
{
    int result = REAL(getsockname)(fd, address, size);
    if (result == 0 && address->sa_family == AF_INET) {
        if (!first[fd].ss_family)
            memcpy(&first[fd], address, *size);
        memcpy(address, &first[fd], *size);
    }
    return result;
}

int close(int fd)
{
    if (fd >= 0)
        first[fd].ss_family = 0;
    return REAL(close)(fd);
}
