/* listen leaves room for a single client. Seen only at the peer.
 * Noticed by: suites/runtime/test_arguments.py::test_listen_without_a_backlog_leaves_room_for_some_clients
 */
#include "foil.h"

int listen(int fd, int backlog)
{
    (void) backlog;
    return REAL(listen)(fd, 0);
}
