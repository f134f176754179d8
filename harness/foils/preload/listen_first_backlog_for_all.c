/* listen gives every listener a queue as long as that of the first one. Seen only at the peer.
 * Noticed by: suites/connections/test_listen_backlog.py::test_each_listener_has_a_queue_of_its_own_length
 */
#include "foil.h"

int listen(int fd, int backlog)
{
    static int first = -1;
    if (first < 0)
        first = backlog;
    return REAL(listen)(fd, first);
}
