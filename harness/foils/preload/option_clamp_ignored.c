/* TCP_WINDOW_CLAMP is taken, and windows are as large as ever.
 * Noticed by: suites/wire/tcp/test_window_receive.py::test_the_first_window_is_no_larger_than_its_clamp
 */
#include "foil.h"

int setsockopt(int fd, int level, int name, const void *value, socklen_t size)
{
    if (level == IPPROTO_TCP && name == TCP_WINDOW_CLAMP)
        return 0;
    return REAL(setsockopt)(fd, level, name, value, size);
}
