/* poll finds a full stream writable.
 * Noticed by: suites/readiness/test_poll_writable.py::test_a_full_stream_is_not_writable
 */
#include "foil.h"

int poll(struct pollfd *set, nfds_t count, int timeout)
{
    int result = REAL(poll)(set, count, timeout);
    if (result == 0 && count == 1 && set[0].events & POLLOUT && type_of(set[0].fd) == SOCK_STREAM
        && getpeername(set[0].fd, (struct sockaddr *) &(struct sockaddr_storage) {0}, &(socklen_t) {128}) == 0) {
        set[0].revents = POLLOUT;
        return 1;
    }
    return result;
}
