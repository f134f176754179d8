/* connect of a connected socket returns 0 and does nothing.
 * Noticed by: suites/addressing/test_getsockname.py::test_unknown
 */
#include "foil.h"

int connect(int fd, const struct sockaddr *address, socklen_t size)
{
    int result = REAL(connect)(fd, address, size);
    return result < 0 && errno == EISCONN ? 0 : result;
}
