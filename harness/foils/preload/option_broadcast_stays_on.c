/* SO_BROADCAST once on cannot be switched off.
 * Noticed by: suites/options/test_boolean_options.py::test_a_udp_option_reads_as_it_was_set_last
 */
#include "foil.h"

int setsockopt(int fd, int level, int name, const void *value, socklen_t size)
{
    if (level == SOL_SOCKET && name == SO_BROADCAST && !*(const int *) value)
        return 0;
    return REAL(setsockopt)(fd, level, name, value, size);
}
