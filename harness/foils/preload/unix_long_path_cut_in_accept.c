/* accept cuts the path of a client to 91 bytes.
 * Noticed by: suites/local/test_path_names.py::test_the_target_learns_the_path_of_a_client
 */
#include "foil.h"

int accept4(int fd, struct sockaddr *address, socklen_t *size, int flags)
{
    int result = REAL(accept4)(fd, address, size, flags);
    if (result >= 0 && address && address->sa_family == AF_UNIX && *size > 94 && ((struct sockaddr_un *) address)->sun_path[0]) {
        ((struct sockaddr_un *) address)->sun_path[91] = 0;
        *size = 94;
    }
    return result;
}
