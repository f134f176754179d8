/* UDP sockets start with a port.
 * Noticed by: suites/addressing/test_getsockname.py::test_a_fresh_ip_socket_has_the_wildcard_address_and_no_port
 */
#include "foil.h"

int socket(int family, int type, int protocol)
{
    struct sockaddr_in6 any = {.sin6_family = AF_INET6};
    int fd = REAL(socket)(family, type, protocol);
    if (fd >= 0 && family == AF_INET6 && (type & 15) == SOCK_DGRAM)
        bind(fd, (struct sockaddr *) &any, sizeof any);
    return fd;
}
