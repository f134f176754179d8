/* accept waits only half the receive timeout.
 * Noticed by: suites/connections/test_accept_stopped.py::test_accept_fails_when_the_receive_timeout_has_passed
 */
#include "foil.h"

int accept4(int fd, struct sockaddr *address, socklen_t *size, int flags)
{
    struct timeval limit = {0, 0};
    socklen_t room = sizeof limit;
    struct pollfd one = {fd, POLLIN, 0};
    getsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, &room);
    int half = limit.tv_sec * 500 + limit.tv_usec / 2000;
    if (half && REAL(poll)(&one, 1, half) == 0) {
        errno = EAGAIN;
        return -1;
    }
    return REAL(accept4)(fd, address, size, flags);
}
