/* SO_ACCEPTCONN is zero for AF_UNIX sockets that listen.
 * Noticed by: suites/connections/test_listen_starts.py::test_a_socket_says_that_it_listens_once_it_does
 */
#include "foil.h"

int getsockopt(int fd, int level, int name, void *value, socklen_t *size)
{
    int result = REAL(getsockopt)(fd, level, name, value, size);
    if (result == 0 && level == SOL_SOCKET && name == SO_ACCEPTCONN && *size == sizeof(int) && family_of(fd) == AF_UNIX)
        *(int *) value = 0;
    return result;
}
