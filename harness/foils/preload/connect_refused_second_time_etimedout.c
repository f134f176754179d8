/* The second refused connect reports ETIMEDOUT.
 * Noticed by: suites/connections/test_connect_refused.py::test_connect_is_refused_every_time
 */
#include "foil.h"

int connect(int fd, const struct sockaddr *address, socklen_t size)
{
    static int refused;
    int result = REAL(connect)(fd, address, size);
    if (result < 0 && errno == ECONNREFUSED && ++refused % 2 == 0)
        errno = ETIMEDOUT;
    return result;
}
