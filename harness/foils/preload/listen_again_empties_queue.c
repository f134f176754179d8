/* listen on a socket that listens already drops who is queued.
 * Noticed by: suites/connections/test_listen_again.py::test_listening_again_keeps_the_queue
 */
#include "foil.h"

int listen(int fd, int backlog)
{
    struct pollfd one = {fd, POLLIN, 0};
    if (option(fd, SOL_SOCKET, SO_ACCEPTCONN) == 1)
        while (REAL(poll)(&one, 1, 0) == 1)
            close(accept(fd, NULL, NULL));
    return REAL(listen)(fd, backlog);
}
