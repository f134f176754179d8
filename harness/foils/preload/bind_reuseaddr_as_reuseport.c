/* bind takes SO_REUSEADDR for SO_REUSEPORT.
 * Noticed by: suites/addressing/test_getsockname.py::test_unknown
 */
#include "foil.h"

int bind(int fd, const struct sockaddr *address, socklen_t size)
{
    int on = option(fd, SOL_SOCKET, SO_REUSEADDR);
    if (on == 1 && family_of(fd) != AF_UNIX)
        setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on);
    return REAL(bind)(fd, address, size);
}
