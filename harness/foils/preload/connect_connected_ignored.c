/* connect of a connected socket returns 0 and does nothing.
 * Noticed by: suites/connections/test_connect_again.py::test_connect_after_shutdown_of_writing_still_finds_it_connected,
 *             suites/connections/test_connect_again.py::test_connect_of_a_connected_socket_fails
 */
#include "foil.h"

int connect(int fd, const struct sockaddr *address, socklen_t size)
{
    int result = REAL(connect)(fd, address, size);
    return result < 0 && errno == EISCONN ? 0 : result;
}
