/* connect to a mapped address ignores IPV6_V6ONLY.
 * Noticed by: suites/connections/test_connect_dual_stack.py::test_connect_for_ipv6_only_reaches_no_ipv4_listener,
 *             suites/connections/test_connect_dual_stack.py::test_connect_to_a_mapped_address_fails_for_ipv6_only
 */
#include "foil.h"

int connect(int fd, const struct sockaddr *address, socklen_t size)
{
    int off = 0;
    if (address->sa_family == AF_INET6 && IN6_IS_ADDR_V4MAPPED(&((struct sockaddr_in6 *) address)->sin6_addr))
        setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);
    return REAL(connect)(fd, address, size);
}
