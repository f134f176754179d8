/* getsockname of a socket that was reset returns no port.
 * Noticed by: suites/addressing/test_getsockname.py::test_the_name_stays_when_the_peer_has_reset
 */
#include "foil.h"

int getsockname(int fd, struct sockaddr *address, socklen_t *size)
{
    struct pollfd one = {fd, 0, 0};
    int result = REAL(getsockname)(fd, address, size);
    if (result == 0 && address->sa_family == AF_INET && type_of(fd) == SOCK_STREAM && poll(&one, 1, 0) == 1 && one.revents & POLLERR)
        ((struct sockaddr_in *) address)->sin_port = 0;
    return result;
}
