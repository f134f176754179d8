/* listen on an AF_UNIX socket makes the queue as long as it can be. Seen only at the peer.
 * Noticed by: suites/connections/test_listen_backlog.py::test_a_nonblocking_unix_client_is_told_at_once_that_the_queue_is_full
 */
#include "foil.h"

int listen(int fd, int backlog)
{
    return REAL(listen)(fd, family_of(fd) == AF_UNIX ? SOMAXCONN : backlog);
}
