/* close of a UDP socket leaves its port taken.
 * Noticed by: suites/closing/test_close_names.py::test_the_port_of_a_closed_socket_is_free_at_once,
 *             suites/closing/test_close_names.py::test_the_next_socket_of_a_port_gets_none_of_the_old_datagrams
 */
#include "foil.h"

/* A second handle that nobody closes. */
static void keep(int fd) { fcntl(fd, F_DUPFD_CLOEXEC, 100); }

int close(int fd)
{
    if (type_of(fd) == SOCK_DGRAM && family_of(fd) != AF_UNIX)
        keep(fd);
    return REAL(close)(fd);
}
