/* connect makes a second connection, which nobody uses. Seen only at the peer.
 * Noticed by: suites/connections/test_connect_establishes.py::test_connect_makes_only_one_connection
 */
#include "foil.h"

int connect(int fd, const struct sockaddr *address, socklen_t size)
{
    int second = socket(family_of(fd), type_of(fd), 0);
    if (type_of(fd) != SOCK_DGRAM && nonblocking(fd) == 0)
        REAL(connect)(second, address, size);
    int result = REAL(connect)(fd, address, size);
    int wrong = errno;
    close(second);
    errno = wrong;
    return result;
}
