/* connect without a route reports EHOSTUNREACH.
 * Noticed by: suites/addressing/test_getsockname.py::test_unknown
 */
#include "foil.h"

int connect(int fd, const struct sockaddr *address, socklen_t size)
{
    int result = REAL(connect)(fd, address, size);
    if (result < 0 && errno == ENETUNREACH)
        errno = EHOSTUNREACH;
    return result;
}
