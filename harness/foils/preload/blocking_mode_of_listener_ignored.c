/* A socket that listens stays blocking.
 * Noticed by: suites/readiness/test_blocking_mode.py::test_a_listener_set_nonblocking_after_listen_does_not_wait
 */
#include "foil.h"

int ioctl(int fd, unsigned long request, ...)
{
    va_list arguments;
    va_start(arguments, request);
    int *value = va_arg(arguments, int *);
    va_end(arguments);
    if (request == FIONBIO && option(fd, SOL_SOCKET, SO_ACCEPTCONN) > 0)
        return 0;
    return REAL(ioctl)(fd, request, value);
}
