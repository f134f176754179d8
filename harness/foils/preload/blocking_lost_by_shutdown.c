/* shutdown makes a nonblocking socket blocking.
 * Noticed by: suites/readiness/test_blocking_mode.py::test_a_socket_stays_nonblocking_after_it_ended_writing
 */
#include "foil.h"

int shutdown(int fd, int how)
{
    fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) & ~O_NONBLOCK);
    return REAL(shutdown)(fd, how);
}
