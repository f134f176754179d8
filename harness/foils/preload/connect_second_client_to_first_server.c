/* Every second client of TCP is connected to the server of the one before.
 * Noticed by: suites/connections/test_connect_establishes.py::test_connect_of_a_second_socket_reaches_another_listener
 */
#include "foil.h"

int connect(int fd, const struct sockaddr *address, socklen_t size)
{
    static struct sockaddr_storage last;
    static int count;
    if (type_of(fd) == SOCK_STREAM && family_of(fd) == AF_INET && count++ % 2)
        return REAL(connect)(fd, (struct sockaddr *) &last, size);
    memcpy(&last, address, size);
    return REAL(connect)(fd, address, size);
}
