/* Sockets start with SO_REUSEADDR on.
 * Noticed by: suites/addressing/test_bind_in_use.py::test_bind_to_a_name_of_our_own_process_fails
 */
#include "foil.h"

int socket(int family, int type, int protocol)
{
    int fd = REAL(socket)(family, type, protocol), on = 1;
    if (fd >= 0 && family != AF_UNIX)
        setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    return fd;
}
