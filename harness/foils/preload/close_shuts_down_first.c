/* close ends both directions for every handle of the socket.
 * Noticed by: suites/closing/test_close_shared.py::test_close_of_the_original_leaves_the_duplicate_connected,
 *             suites/closing/test_close_blocked.py::test_the_peer_sees_no_end_while_a_recv_is_blocked
 */
#include "foil.h"

int close(int fd)
{
    if (type_of(fd) >= 0)
        shutdown(fd, SHUT_RDWR);
    return REAL(close)(fd);
}
