/* connect looks at only 100 bytes of a path.
 * Noticed by: suites/addressing/test_unix_names.py::test_getpeername_tells_the_path_a_datagram_socket_was_connected_to,
 *             suites/addressing/test_unix_names.py::test_getpeername_tells_the_path_that_was_connected_to
 */
#include "foil.h"

int connect(int fd, const struct sockaddr *address, socklen_t size)
{
    struct sockaddr_un cut = {AF_UNIX, {0}};
    if (address->sa_family != AF_UNIX || size < 103)
        return REAL(connect)(fd, address, size);
    memcpy(cut.sun_path, ((struct sockaddr_un *) address)->sun_path, 100);
    return REAL(connect)(fd, (struct sockaddr *) &cut, 102);
}
