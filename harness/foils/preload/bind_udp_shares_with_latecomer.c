/* A UDP socket that is bound first lets later ones that set SO_REUSEADDR have its port.
 * Noticed by: suites/addressing/test_bind_reuse.py::test_reuseaddr_of_the_second_alone_does_not_do
 */
#include "foil.h"

int bind(int fd, const struct sockaddr *address, socklen_t size)
{
    int on = 1;
    if (type_of(fd) == SOCK_DGRAM && family_of(fd) != AF_UNIX)
        setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    int result = REAL(bind)(fd, address, size);
    return result;
}
