/* shutdown of a datagram socket succeeds and changes nothing.
 * Noticed by: suites/closing/test_shutdown_datagrams.py::test_nothing_can_be_sent_after_shutdown_for_writing,
 *             suites/closing/test_shutdown_datagrams.py::test_shutdown_for_reading_wakes_a_blocked_recv
 */
#include "foil.h"

int shutdown(int fd, int how)
{
    if (type_of(fd) == SOCK_DGRAM && how >= SHUT_RD && how <= SHUT_RDWR)
        return 0;
    return REAL(shutdown)(fd, how);
}
