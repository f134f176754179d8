/* A connect waits only half of SO_SNDTIMEO.
 * Noticed by: suites/connections/test_connect_nonblocking.py::test_connect_gives_up_waiting_after_the_send_timeout
 */
#include "foil.h"

int connect(int fd, const struct sockaddr *address, socklen_t size)
{
    struct timeval whole, half;
    socklen_t length = sizeof whole;
    getsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &whole, &length);
    half.tv_sec = 0;
    half.tv_usec = whole.tv_usec / 2;
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &half, sizeof half);
    int result = REAL(connect)(fd, address, size);
    int wrong = errno;
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &whole, sizeof whole);
    errno = wrong;
    return result;
}
