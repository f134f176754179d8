/* recvfrom over IPv6 tells the port in the flow label too.
 * Noticed by: suites/datagram/test_source_address.py::test_a_datagram_comes_with_the_address_of_its_sender
 */
#include "foil.h"

ssize_t recvfrom(int fd, void *buffer, size_t size, int flags, struct sockaddr *from, socklen_t *length)
{
    ssize_t got = REAL(recvfrom)(fd, buffer, size, flags, from, length);
    if (got >= 0 && from->sa_family == AF_INET6 && *length == sizeof(struct sockaddr_in6))
        ((struct sockaddr_in6 *) from)->sin6_flowinfo = ((struct sockaddr_in6 *) from)->sin6_port;
    return got;
}
