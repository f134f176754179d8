/* bind ignores SO_REUSEADDR.
 * Noticed by: suites/addressing/test_bind_reuse.py::test_reuseaddr_lets_two_tcp_sockets_have_a_port
 */
#include "foil.h"

int bind(int fd, const struct sockaddr *address, socklen_t size)
{
    int off = 0;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &off, sizeof off);
    return REAL(bind)(fd, address, size);
}
