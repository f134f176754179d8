/* SO_LINGER with 0 seconds is not passed on, and close ends the connection politely. Seen only at the peer.
 * Noticed by: suites/options/test_linger_option.py::test_close_with_zero_seconds_resets_the_peer
 */
#include "foil.h"

int setsockopt(int fd, int level, int name, const void *value, socklen_t size)
{
    if (level == SOL_SOCKET && name == SO_LINGER && ((const struct linger *) value)->l_onoff && !((const struct linger *) value)->l_linger)
        return 0;
    return REAL(setsockopt)(fd, level, name, value, size);
}
