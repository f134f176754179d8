/* connect to a mapped address finds no route.
 * Noticed by: suites/addressing/test_getsockname.py::test_unknown
 */
#include "foil.h"

int connect(int fd, const struct sockaddr *address, socklen_t size)
{
    if (address->sa_family == AF_INET6 && IN6_IS_ADDR_V4MAPPED(&((struct sockaddr_in6 *) address)->sin6_addr)) {
        errno = ENETUNREACH;
        return -1;
    }
    return REAL(connect)(fd, address, size);
}
