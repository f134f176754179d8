/* listen refuses a backlog above 65535.
 * Noticed by: suites/connections/test_listen_backlog.py::test_a_huge_backlog_is_taken
 */
#include "foil.h"

int listen(int fd, int backlog)
{
    if (backlog > 65535) {
        errno = EINVAL;
        return -1;
    }
    return REAL(listen)(fd, backlog);
}
