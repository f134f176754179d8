/* A refused connect reports ECONNRESET.
 * Noticed by: suites/connections/test_connect_refused.py::test_a_refusal_is_told_as_one
 */
#include "foil.h"

int connect(int fd, const struct sockaddr *address, socklen_t size)
{
    int result = REAL(connect)(fd, address, size);
    if (result < 0 && errno == ECONNREFUSED)
        errno = ECONNRESET;
    return result;
}
