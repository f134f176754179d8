/* SO_SNDBUF sets the receive buffer and SO_RCVBUF the send buffer.
 * Noticed by: suites/options/test_option_independence.py::test_one_option_that_changes_leaves_the_others
 */
#include "foil.h"

int setsockopt(int fd, int level, int name, const void *value, socklen_t size)
{
    if (level == SOL_SOCKET && (name == SO_SNDBUF || name == SO_RCVBUF))
        name = SO_SNDBUF + SO_RCVBUF - name;
    return REAL(setsockopt)(fd, level, name, value, size);
}
