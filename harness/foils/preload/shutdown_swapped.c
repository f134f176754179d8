/* SHUT_RD and SHUT_WR are swapped.
 * Noticed by: suites/closing/test_shutdown_write.py::test_the_end_of_file_wakes_the_peer,
 *             suites/closing/test_shutdown_read.py::test_the_peer_notices_nothing
 */
#include "foil.h"

int shutdown(int fd, int how)
{
    return REAL(shutdown)(fd, how == SHUT_RD ? SHUT_WR : how == SHUT_WR ? SHUT_RD : how);
}
