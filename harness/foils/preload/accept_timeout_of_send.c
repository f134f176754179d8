/* accept waits no longer than the send timeout.
 * Noticed by: suites/connections/test_accept_stopped.py::test_accept_is_no_matter_of_the_send_timeout
 */
#include "foil.h"

int accept4(int fd, struct sockaddr *address, socklen_t *size, int flags)
{
    struct timeval limit = {0, 0};
    socklen_t room = sizeof limit;
    struct pollfd one = {fd, POLLIN, 0};
    getsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, &room);
    if (limit.tv_usec && REAL(poll)(&one, 1, limit.tv_usec / 1000) == 0) {
        errno = EAGAIN;
        return -1;
    }
    return REAL(accept4)(fd, address, size, flags);
}
