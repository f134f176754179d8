/* bind to the IPv6 wildcard address takes IPv4 too, whatever IPV6_V6ONLY says.
 * Noticed by: suites/addressing/test_bind_dual_stack.py::test_a_listener_for_ipv6_only_is_not_found_over_ipv4
 */
#include "foil.h"

int bind(int fd, const struct sockaddr *address, socklen_t size)
{
    int off = 0;
    if (address->sa_family == AF_INET6 && IN6_IS_ADDR_UNSPECIFIED(&((struct sockaddr_in6 *) address)->sin6_addr))
        setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);
    return REAL(bind)(fd, address, size);
}
