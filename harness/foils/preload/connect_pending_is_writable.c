/* poll finds a connecting socket writable.
 * Noticed by: suites/connections/test_connect_nonblocking.py::test_a_connecting_socket_is_not_ready
 */
#include "foil.h"

int poll(struct pollfd *set, nfds_t count, int timeout)
{
    struct sockaddr_storage peer;
    socklen_t length = sizeof peer;
    int ready = REAL(poll)(set, count, timeout);
    if (ready == 0 && count == 1 && set->events & POLLOUT && type_of(set->fd) == SOCK_STREAM
        && !option(set->fd, SOL_SOCKET, SO_ACCEPTCONN) && getpeername(set->fd, (struct sockaddr *) &peer, &length)) {
        set->revents = POLLOUT;
        return 1;
    }
    return ready;
}
