/* SHUT_RD succeeds and changes nothing.
 * Noticed by: suites/closing/test_shutdown_read.py::test_recv_returns_the_end_of_file_at_once,
 *             suites/closing/test_shutdown_wakes.py::test_shutdown_for_reading_wakes_a_blocked_recv
 */
#include "foil.h"

int shutdown(int fd, int how)
{
    return how == SHUT_RD && type_of(fd) >= 0 ? 0 : REAL(shutdown)(fd, how);
}
