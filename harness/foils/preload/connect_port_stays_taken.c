/* The local port that a refused connect chose stays taken after close.
 * Noticed by: suites/addressing/test_getsockname.py::test_unknown
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
