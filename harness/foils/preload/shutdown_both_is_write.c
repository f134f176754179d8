/* SHUT_RDWR ends writing only.
 * Noticed by: suites/closing/test_shutdown_both.py::test_recv_returns_the_end_of_file_at_once,
 *             suites/closing/test_shutdown_both.py::test_what_a_tcp_peer_sends_later_is_answered_by_a_reset
 */
#include "foil.h"

int shutdown(int fd, int how)
{
    return REAL(shutdown)(fd, how == SHUT_RDWR ? SHUT_WR : how);
}
