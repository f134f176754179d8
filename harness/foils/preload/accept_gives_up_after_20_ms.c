/* Blocking accept fails with EAGAIN when no client has come for 20 ms.
 * Noticed by: suites/connections/test_accept_blocking.py::test_accept_goes_on_waiting_while_no_client_comes
 */
#include "foil.h"

int accept4(int fd, struct sockaddr *address, socklen_t *size, int flags)
{
    struct pollfd one = {fd, POLLIN, 0};
    if (!nonblocking(fd) && REAL(poll)(&one, 1, 20) == 0) {
        errno = EAGAIN;
        return -1;
    }
    return REAL(accept4)(fd, address, size, flags);
}
