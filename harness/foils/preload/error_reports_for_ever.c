/* IP_RECVERR, once switched on, is not switched off.
 * Noticed by: suites/wire/icmp/test_errors_for_connections.py::test_whoever_no_longer_asks_is_not_told_of_a_soft_error
 */
#include "foil.h"
#include <netinet/in.h>

int setsockopt(int fd, int level, int name, const void *value, socklen_t size)
{
    if (level == IPPROTO_IP && name == IP_RECVERR && *(const int *) value == 0)
        return 0;
    return REAL(setsockopt)(fd, level, name, value, size);
}
