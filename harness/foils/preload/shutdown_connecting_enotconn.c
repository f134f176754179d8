/* shutdown while a connect is in progress fails with ENOTCONN, and does nothing.
 * Noticed by: suites/closing/test_shutdown_connecting.py::test_shutdown_gives_up_a_connect_in_progress
 */
#include "foil.h"

int shutdown(int fd, int how)
{
    struct tcp_info info = {0};
    socklen_t size = sizeof info;
    if (getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &size) || info.tcpi_state != TCP_SYN_SENT)
        return REAL(shutdown)(fd, how);
    errno = ENOTCONN;
    return -1;
}
