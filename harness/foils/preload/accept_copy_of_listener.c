/* accept returns a copy of the listener when nothing blocks it.
 * Noticed by: suites/connections/test_accept_new_socket.py::test_the_new_socket_is_connected_to_the_client
 */
#include "foil.h"

int accept4(int fd, struct sockaddr *address, socklen_t *size, int flags)
{
    if (nonblocking(fd))
        return REAL(accept4)(fd, address, size, flags);
    close(REAL(accept4)(fd, address, size, flags));
    return fcntl(fd, F_DUPFD_CLOEXEC, 0);
}
