/* SHUT_RD ends writing too.
 * Noticed by: suites/closing/test_shutdown_read.py::test_the_peer_notices_nothing,
 *             suites/closing/test_shutdown_read.py::test_what_we_send_still_arrives
 */
#include "foil.h"

int shutdown(int fd, int how)
{
    return REAL(shutdown)(fd, how == SHUT_RD ? SHUT_RDWR : how);
}
