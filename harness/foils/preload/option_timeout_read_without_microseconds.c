/* SO_RCVTIMEO is read without its microseconds.
 * Noticed by: suites/options/test_timeout_options.py::test_the_receive_timeout_is_read_as_it_was_set
 */
#include "foil.h"

int getsockopt(int fd, int level, int name, void *value, socklen_t *size)
{
    int result = REAL(getsockopt)(fd, level, name, value, size);
    if (result == 0 && (level == SOL_SOCKET && name == SO_RCVTIMEO))
        ((struct timeval *) value)->tv_usec = 0;
    return result;
}
