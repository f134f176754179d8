/* getsockname of a connected UDP socket returns the wildcard address.
 * Noticed by: suites/connections/test_connect_names.py::test_connect_names_an_unbound_datagram_socket_by_an_address_of_the_host
 */
#include "foil.h"

int getsockname(int fd, struct sockaddr *address, socklen_t *size)
{
    struct sockaddr_storage peer;
    socklen_t length = sizeof peer;
    int result = REAL(getsockname)(fd, address, size);
    if (result == 0 && address->sa_family == AF_INET && type_of(fd) == SOCK_DGRAM
        && getpeername(fd, (struct sockaddr *) &peer, &length) == 0)
        ((struct sockaddr_in *) address)->sin_addr.s_addr = 0;
    return result;
}
