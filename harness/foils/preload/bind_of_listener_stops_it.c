/* bind of a listening socket fails, and ends the listening. Seen only at the peer.
 * Noticed by: suites/addressing/test_bind_again.py::test_a_listener_goes_on_after_a_bind_that_failed
 */
#include "foil.h"

int bind(int fd, const struct sockaddr *address, socklen_t size)
{
    int listening = option(fd, SOL_SOCKET, SO_ACCEPTCONN) == 1;
    int result = REAL(bind)(fd, address, size);
    if (listening) {
        shutdown(fd, SHUT_RD);
        errno = EINVAL;
    }
    return result;
}
