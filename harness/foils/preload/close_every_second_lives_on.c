/* Every second close of an IPv6 connection leaves it open. Seen only at the peer.
 * Noticed by: suites/closing/test_close_shared.py::test_close_of_the_last_handle_is_the_peers_end_of_file
 */
#include "foil.h"

/* A second handle that nobody closes. */
static void keep(int fd) { fcntl(fd, F_DUPFD_CLOEXEC, 100); }

int close(int fd)
{
    static int count;
    if (type_of(fd) == SOCK_STREAM && family_of(fd) == AF_INET6 && option(fd, SOL_SOCKET, SO_ACCEPTCONN) == 0 && ++count % 2 == 0)
        keep(fd);
    return REAL(close)(fd);
}
