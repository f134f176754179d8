/* getsockname returns a flow label that nobody set.
 * Noticed by: suites/addressing/test_getsockname.py::test_a_fresh_ip_socket_has_the_wildcard_address_and_no_port
 */
#include "foil.h"

int getsockname(int fd, struct sockaddr *address, socklen_t *size)
{
    int result = REAL(getsockname)(fd, address, size);
    if (result == 0 && address->sa_family == AF_INET6)
        ((struct sockaddr_in6 *) address)->sin6_flowinfo = htonl(7);
    return result;
}
