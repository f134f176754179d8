/* close ends writing and keeps the rest of the connection, so that data which comes later is not answered by a reset. Seen only at the peer.
 * Noticed by: suites/closing/test_close_unread.py::test_data_that_comes_after_close_is_answered_by_a_reset,
 *             suites/closing/test_close_unread.py::test_close_with_unread_data_resets
 */
#include "foil.h"

/* A second handle that nobody closes. */
static void keep(int fd) { fcntl(fd, F_DUPFD_CLOEXEC, 100); }

int close(int fd)
{
    if (type_of(fd) == SOCK_STREAM && shutdown(fd, SHUT_WR) == 0)
        keep(fd);
    return REAL(close)(fd);
}
