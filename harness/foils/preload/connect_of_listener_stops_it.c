/* connect of a listening TCP socket fails, and ends the listening.
 * Noticed by: suites/connections/test_connect_again.py::test_a_listener_goes_on_after_a_connect_that_failed
 */
#include "foil.h"

int connect(int fd, const struct sockaddr *address, socklen_t size)
{
    int listening = option(fd, SOL_SOCKET, SO_ACCEPTCONN) == 1;
    int result = REAL(connect)(fd, address, size);
    if (listening && result < 0) {
        int wrong = errno;
        shutdown(fd, SHUT_RD);
        errno = wrong;
    }
    return result;
}
