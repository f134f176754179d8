/* SHUT_RDWR ends reading only.
 * Noticed by: suites/closing/test_shutdown_both.py::test_nothing_can_be_sent_any_more,
 *             suites/closing/test_shutdown_both.py::test_the_peer_reads_everything_and_then_the_end_of_file
 */
#include "foil.h"

int shutdown(int fd, int how)
{
    return REAL(shutdown)(fd, how == SHUT_RDWR ? SHUT_RD : how);
}
