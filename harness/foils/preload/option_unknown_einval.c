/* An option that does not exist is refused with another error.
 * Noticed by: suites/options/test_option_arguments.py::test_linux_calls_an_unknown_socket_option_enoprotoopt
 */
#include "foil.h"

int setsockopt(int fd, int level, int name, const void *value, socklen_t size)
{
    if (level == SOL_SOCKET && name > 1000)
        { errno = EINVAL; return -1; }
    return REAL(setsockopt)(fd, level, name, value, size);
}
