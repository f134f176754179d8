/* SO_REUSEPORT sets SO_REUSEADDR instead.
 * Noticed by: suites/options/test_reuse_options.py::test_with_reuseport_two_listeners_share_a_port
 */
#include "foil.h"

int setsockopt(int fd, int level, int name, const void *value, socklen_t size)
{
    if (level == SOL_SOCKET && name == SO_REUSEPORT)
        name = SO_REUSEADDR;
    return REAL(setsockopt)(fd, level, name, value, size);
}
