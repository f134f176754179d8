/* socket does not take the lowest free number.
 * Noticed by: suites/addressing/test_getsockname.py::test_unknown
 */
#include "foil.h"

int socket(int family, int type, int protocol)
{
    int low = REAL(socket)(family, type, protocol);
    if (low < 0 || low > 100)
        return low;
    int high = fcntl(low, F_DUPFD_CLOEXEC, 100);
    if (high < 0)
        return low;
    close(low);
    return high;
}
