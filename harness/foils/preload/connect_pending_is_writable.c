/* poll finds a connecting socket writable.
 * Noticed by: suites/addressing/test_getsockname.py::test_unknown
 */
#include "foil.h"

int poll(struct pollfd *set, nfds_t count, int timeout)
{
    struct sockaddr_storage peer;
    socklen_t length = sizeof peer;
    struct pollfd one;
    memcpy(&one, set, sizeof one);
    if (count == 1 && one.events & POLLOUT && timeout == 0 && type_of(one.fd) == SOCK_STREAM
        && !option(one.fd, SOL_SOCKET, SO_ACCEPTCONN) && getpeername(one.fd, (struct sockaddr *) &peer, &length)) {
        set->revents = POLLOUT;
        return 1;
    }
    return REAL(poll)(set, count, timeout);
}
