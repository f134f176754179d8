/* accept returns IPv4 clients of an IPv6 listener as ::a.b.c.d instead of ::ffff:a.b.c.d.
 * Noticed by: suites/connections/test_accept_addresses.py::test_an_ipv4_client_of_an_ipv6_listener_has_a_mapped_address
 */
#include "foil.h"

int accept4(int fd, struct sockaddr *address, socklen_t *size, int flags)
{
    int taken = REAL(accept4)(fd, address, size, flags);
    if (taken >= 0 && address->sa_family == AF_INET6 && IN6_IS_ADDR_V4MAPPED(&((struct sockaddr_in6 *) address)->sin6_addr))
        memset(&((struct sockaddr_in6 *) address)->sin6_addr.s6_addr[10], 0, 2);
    return taken;
}
