/* connect takes another local port when the connection it should make is there already.
 * Noticed by: suites/connections/test_connect_ports.py::test_connect_makes_no_second_connection_between_the_same_ends
 */
#include "foil.h"

int connect(int fd, const struct sockaddr *address, socklen_t size)
{
    int result = REAL(connect)(fd, address, size);
    if (result < 0 && errno == EADDRNOTAVAIL && type_of(fd) == SOCK_STREAM) {
        int fresh = socket(family_of(fd), SOCK_STREAM, 0);
        dup3(fresh, fd, O_CLOEXEC);
        close(fresh);
        result = REAL(connect)(fd, address, size);
    }
    return result;
}
