/* socket does not take the lowest free number.
 * Noticed by: suites/creation/test_socket_descriptors.py::test_a_socket_takes_the_number_that_a_duplicate_had
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
