/* getsockname of a connection whose peer has closed fails.
 * Noticed by: suites/addressing/test_getsockname.py::test_the_name_stays_when_the_peer_has_closed
 */
#include "foil.h"

int getsockname(int fd, struct sockaddr *address, socklen_t *size)
{
    struct pollfd one = {fd, POLLRDHUP, 0};
    if (type_of(fd) == SOCK_SEQPACKET && poll(&one, 1, 0) == 1 && one.revents & POLLRDHUP) {
        errno = ENOTCONN;
        return -1;
    }
    return REAL(getsockname)(fd, address, size);
}
