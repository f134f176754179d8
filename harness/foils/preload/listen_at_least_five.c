/* listen raises a backlog below five to five. Seen only at the peer.
 * Noticed by: suites/connections/test_listen_backlog.py::test_the_queue_holds_one_client_more_than_the_backlog
 */
#include "foil.h"

int listen(int fd, int backlog)
{
    return REAL(listen)(fd, backlog < 5 ? 5 : backlog);
}
