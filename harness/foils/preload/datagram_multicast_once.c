/* Only the first group that is joined in a process works: later joins succeed and do nothing.
 * Noticed by: suites/datagram/test_multicast.py::test_who_joins_again_receives_again
 */
#include "foil.h"

int setsockopt(int fd, int level, int name, const void *value, socklen_t size)
{
    static int joined;
    if (level == IPPROTO_IP && name == IP_ADD_MEMBERSHIP && joined++)
        return 0;
    return REAL(setsockopt)(fd, level, name, value, size);
}
