/* shutdown switches the socket to nonblocking mode.
 * Noticed by: suites/closing/test_shutdown_write.py::test_a_later_recv_waits_as_before
 */
#include "foil.h"

int shutdown(int fd, int how)
{
    int result = REAL(shutdown)(fd, how);
    if (result == 0)
        fcntl(fd, F_SETFL, O_NONBLOCK);
    return result;
}
