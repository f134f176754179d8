/* accept shuts the connection down for reading.
 * Noticed by: suites/connections/test_accept_new_socket.py::test_the_new_socket_is_connected_to_the_client
 */
#include "foil.h"

int accept4(int fd, struct sockaddr *address, socklen_t *size, int flags)
{
    int taken = REAL(accept4)(fd, address, size, flags);
    if (taken >= 0 && family_of(taken) == AF_UNIX)
        shutdown(taken, SHUT_RD);
    return taken;
}
