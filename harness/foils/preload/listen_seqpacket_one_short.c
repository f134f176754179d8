/* listen on a seqpacket socket makes a queue longer than one, one shorter. Seen only at the peer.
 * Noticed by: suites/connections/test_listen_backlog.py::test_the_queue_holds_one_client_more_than_the_backlog
 */
#include "foil.h"

int listen(int fd, int backlog)
{
    return REAL(listen)(fd, type_of(fd) == SOCK_SEQPACKET && backlog > 1 ? backlog - 1 : backlog);
}
