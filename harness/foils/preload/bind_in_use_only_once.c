/* The second bind of a socket to a name that is taken reports EINVAL.
 * Noticed by: suites/addressing/test_bind_in_use.py::test_bind_to_a_name_in_use_fails_every_time
 */
#include "foil.h"

static char failed[1024];

int bind(int fd, const struct sockaddr *address, socklen_t size)
{
    int result = REAL(bind)(fd, address, size);
    if (result < 0 && errno == EADDRINUSE && failed[fd])
        errno = EINVAL;
    failed[fd] = result < 0;
    return result;
}
