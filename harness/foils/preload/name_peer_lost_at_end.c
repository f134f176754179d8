/* getpeername of a connection whose peer has closed fails.
 * Noticed by: suites/addressing/test_getpeername.py::test_the_peer_stays_when_it_has_closed
 */
#include "foil.h"

int getpeername(int fd, struct sockaddr *address, socklen_t *size)
{
    struct pollfd one = {fd, POLLRDHUP, 0};
    if (type_of(fd) == SOCK_STREAM && poll(&one, 1, 0) == 1 && one.revents & POLLRDHUP) {
        errno = ENOTCONN;
        return -1;
    }
    return REAL(getpeername)(fd, address, size);
}
