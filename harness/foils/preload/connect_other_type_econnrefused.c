/* connect to an AF_UNIX socket of another type reports ECONNREFUSED.
 * Noticed by: suites/addressing/test_getsockname.py::test_unknown
 */
#include "foil.h"

int connect(int fd, const struct sockaddr *address, socklen_t size)
{
    int result = REAL(connect)(fd, address, size);
    if (result < 0 && errno == EPROTOTYPE)
        errno = ECONNREFUSED;
    return result;
}
