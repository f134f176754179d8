/* getpeername returns a path without what is beyond 100 bytes.
 * Noticed by: suites/addressing/test_unix_names.py::test_getpeername_tells_the_path_that_was_connected_to
 */
#include "foil.h"

int getpeername(int fd, struct sockaddr *address, socklen_t *size)
{
    int result = REAL(getpeername)(fd, address, size);
    if (result == 0 && address->sa_family == AF_UNIX && *size > 102)
        ((struct sockaddr_un *) address)->sun_path[100] = 0, *size = 102;
    return result;
}
