/* listen on a socket that listens already fails with EINVAL.
 * Noticed by: suites/connections/test_listen_again.py::test_a_listener_may_listen_again_and_goes_on
 */
#include "foil.h"

int listen(int fd, int backlog)
{
    if (option(fd, SOL_SOCKET, SO_ACCEPTCONN) == 1) {
        errno = EINVAL;
        return -1;
    }
    return REAL(listen)(fd, backlog);
}
