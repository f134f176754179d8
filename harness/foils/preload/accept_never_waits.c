/* accept on an empty queue fails at once, whatever the mode.
 * Noticed by: suites/connections/test_accept_blocking.py::test_accept_blocks_until_a_client_connects
 */
#include "foil.h"

int accept4(int fd, struct sockaddr *address, socklen_t *size, int flags)
{
    struct pollfd one = {fd, POLLIN, 0};
    if (REAL(poll)(&one, 1, 0) == 0) {
        errno = EAGAIN;
        return -1;
    }
    return REAL(accept4)(fd, address, size, flags);
}
