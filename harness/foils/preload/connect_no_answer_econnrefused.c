/* A connect that nobody answers reports ECONNREFUSED in the end.
 * Noticed by: suites/connections/test_connect_nonblocking.py::test_connect_to_a_server_that_never_answers_times_out
 */
#include "foil.h"

int connect(int fd, const struct sockaddr *address, socklen_t size)
{
    int result = REAL(connect)(fd, address, size);
    if (result < 0 && errno == ETIMEDOUT)
        errno = ECONNREFUSED;
    return result;
}
