/* bind ignores SO_REUSEPORT.
 * Noticed by: suites/addressing/test_bind_reuse.py::test_reuseport_lets_two_sockets_have_a_port
 */
#include "foil.h"

int bind(int fd, const struct sockaddr *address, socklen_t size)
{
    int off = 0;
    if (family_of(fd) != AF_UNIX)
        setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &off, sizeof off);
    return REAL(bind)(fd, address, size);
}
