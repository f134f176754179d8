/* connect to the wildcard address is refused.
 * Noticed by: suites/addressing/test_getsockname.py::test_unknown
 */
#include "foil.h"

int connect(int fd, const struct sockaddr *address, socklen_t size)
{
    if (address->sa_family == AF_INET && ((struct sockaddr_in *) address)->sin_addr.s_addr == 0) {
        errno = ECONNREFUSED;
        return -1;
    }
    return REAL(connect)(fd, address, size);
}
