/* listen on a TCP socket without a name fails with EDESTADDRREQ.
 * Noticed by: suites/connections/test_listen_unbound.py::test_two_tcp_sockets_without_names_get_two_ports
 */
#include "foil.h"

int listen(int fd, int backlog)
{
    struct sockaddr_in6 name;
    socklen_t size = sizeof name;
    if (family_of(fd) != AF_UNIX && getsockname(fd, (struct sockaddr *) &name, &size) == 0 && name.sin6_port == 0) {
        errno = EDESTADDRREQ;
        return -1;
    }
    return REAL(listen)(fd, backlog);
}
