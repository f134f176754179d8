/* listen makes the queue one shorter than it was told. Seen only at the peer.
 * Noticed by: suites/connections/test_listen_backlog.py::test_the_queue_holds_one_client_more_than_the_backlog
 */
#include "foil.h"

int listen(int fd, int backlog)
{
    return REAL(listen)(fd, backlog > 0 ? backlog - 1 : 0);
}
