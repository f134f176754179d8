/* SO_RCVTIMEO limits sends, too.
 * Noticed by: suites/timeouts/test_send_timeout.py::test_the_receive_timeout_does_not_limit_a_send
 */
#include "foil.h"

int setsockopt(int fd, int level, int name, const void *value, socklen_t size)
{
    if (level == SOL_SOCKET && name == SO_RCVTIMEO)
        REAL(setsockopt)(fd, level, SO_SNDTIMEO, value, size);
    return REAL(setsockopt)(fd, level, name, value, size);
}
