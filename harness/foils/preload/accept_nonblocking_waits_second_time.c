/* Nonblocking accept waits when the queue was found empty before.
 * Noticed by: suites/connections/test_accept_blocking.py::test_nonblocking_accept_fails_as_often_as_it_is_tried
 */
#include "foil.h"

static int failed = -1;

int accept4(int fd, struct sockaddr *address, socklen_t *size, int flags)
{
    int taken = REAL(accept4)(fd, address, size, flags);
    if (taken < 0 && errno == EAGAIN && failed == fd) {
        struct pollfd one = {fd, POLLIN, 0};
        REAL(poll)(&one, 1, -1);
    }
    failed = taken < 0 ? fd : -1;
    return taken;
}
