/* getpeername of a socket without a peer reports EINVAL.
 * Noticed by: suites/addressing/test_getpeername.py::test_a_fresh_socket_has_no_peer
 */
#include "foil.h"

int getpeername(int fd, struct sockaddr *address, socklen_t *size)
{
    int result = REAL(getpeername)(fd, address, size);
    if (result < 0 && errno == ENOTCONN)
        errno = EINVAL;
    return result;
}
