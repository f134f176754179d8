/* listen keeps 16 bits of the backlog. Seen only at the peer.
 * Noticed by: suites/connections/test_listen_backlog.py::test_a_huge_backlog_is_taken
 */
#include "foil.h"

int listen(int fd, int backlog)
{
    return REAL(listen)(fd, backlog & 0xffff);
}
