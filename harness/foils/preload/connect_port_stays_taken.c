/* The local port that a refused connect chose stays taken after close.
 * Noticed by: suites/connections/test_connect_refused.py::test_the_port_that_a_refused_connect_chose_can_be_bound_after_close,
 *             suites/connections/test_connect_refused.py::test_a_refused_socket_leaves_its_port_when_it_closes
 */
#include "foil.h"

int connect(int fd, const struct sockaddr *address, socklen_t size)
{
    int result = REAL(connect)(fd, address, size);
    if (result < 0 && errno == ECONNREFUSED && address->sa_family != AF_UNIX && type_of(fd) == SOCK_STREAM) {
        struct sockaddr_storage name;
        socklen_t length = sizeof name;
        int holder = REAL(socket)(address->sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
        getsockname(fd, (struct sockaddr *) &name, &length);
        bind(holder, (struct sockaddr *) &name, length);
        errno = ECONNREFUSED;
    }
    return result;
}
