/* connect of a bound TCP socket takes another local port.
 * Noticed by: suites/connections/test_connect_names.py::test_connect_keeps_the_name_that_bind_gave,
 *             suites/connections/test_connect_names.py::test_the_server_sees_the_name_that_bind_gave
 */
#include "foil.h"

int connect(int fd, const struct sockaddr *address, socklen_t size)
{
    struct sockaddr_storage peer;
    socklen_t length = sizeof peer;
    if (type_of(fd) == SOCK_STREAM && family_of(fd) != AF_UNIX && !nonblocking(fd) && getpeername(fd, (struct sockaddr *) &peer, &length)) {
        int fresh = socket(family_of(fd), SOCK_STREAM, 0);
        dup3(fresh, fd, O_CLOEXEC);
        close(fresh);
    }
    return REAL(connect)(fd, address, size);
}
