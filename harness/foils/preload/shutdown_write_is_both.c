/* SHUT_WR ends reading too.
 * Noticed by: suites/closing/test_shutdown_write.py::test_what_the_peer_sends_later_is_received,
 *             suites/closing/test_shutdown_write.py::test_a_blocked_recv_waits_on
 */
#include "foil.h"

int shutdown(int fd, int how)
{
    return REAL(shutdown)(fd, how == SHUT_WR ? SHUT_RDWR : how);
}
