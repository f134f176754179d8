/* getpeername returns a path without what is beyond 100 bytes.
 * Noticed by: suites/addressing/test_getsockname.py::test_unknown
 */
#include "foil.h"

int getpeername(int fd, struct sockaddr *address, socklen_t *size)
{
    int result = REAL(getpeername)(fd, address, size);
    if (result == 0 && address->sa_family == AF_UNIX && *size > 102)
        ((struct sockaddr_un *) address)->sun_path[100] = 0, *size = 102;
    return result;
}
