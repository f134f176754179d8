/* SHUT_WR stops a listener as SHUT_RD does.
 * Noticed by: suites/closing/test_shutdown_listener.py::test_a_listener_shut_down_for_writing_takes_clients
 */
#include "foil.h"

int shutdown(int fd, int how)
{
    return REAL(shutdown)(fd, option(fd, SOL_SOCKET, SO_ACCEPTCONN) == 1 && how == SHUT_WR ? SHUT_RDWR : how);
}
