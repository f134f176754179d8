/* accept on a connected socket fails with EISCONN.
 * Noticed by: suites/connections/test_accept_errors.py::test_accept_on_a_connected_client_fails_and_leaves_it_connected
 */
#include "foil.h"

int accept4(int fd, struct sockaddr *address, socklen_t *size, int flags)
{
    struct sockaddr_storage other;
    socklen_t room = sizeof other;
    if (getpeername(fd, (struct sockaddr *) &other, &room) == 0) {
        errno = EISCONN;
        return -1;
    }
    return REAL(accept4)(fd, address, size, flags);
}
