/* getpeername gives a path of the longest length without its last byte.
 * Noticed by: suites/local/test_path_names.py::test_the_target_reaches_a_listener_by_its_path_and_learns_it
 */
#include "foil.h"

int getpeername(int fd, struct sockaddr *address, socklen_t *size)
{
    int result = REAL(getpeername)(fd, address, size);
    if (result == 0 && address->sa_family == AF_UNIX && *size == sizeof(struct sockaddr_un) && ((struct sockaddr_un *) address)->sun_path[0])
        ((struct sockaddr_un *) address)->sun_path[106] = 0;
    return result;
}
