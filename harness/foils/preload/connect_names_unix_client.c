/* connect gives an AF_UNIX socket without a name one.
 * Noticed by: suites/connections/test_connect_names.py::test_connect_gives_a_local_socket_no_name
 */
#include "foil.h"

int connect(int fd, const struct sockaddr *address, socklen_t size)
{
    struct sockaddr_storage name;
    socklen_t length = sizeof name;
    sa_family_t family = AF_UNIX;
    getsockname(fd, (struct sockaddr *) &name, &length);
    if (address->sa_family == AF_UNIX && length == sizeof family)
        bind(fd, (struct sockaddr *) &family, sizeof family);
    return REAL(connect)(fd, address, size);
}
