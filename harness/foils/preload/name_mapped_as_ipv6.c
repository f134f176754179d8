/* getsockname returns ::1 for a mapped address.
 * Noticed by: suites/addressing/test_bind_dual_stack.py::test_a_listener_of_the_ipv6_wildcard_address_is_found_over_ipv4
 */
#include "foil.h"

int getsockname(int fd, struct sockaddr *address, socklen_t *size)
{
    int result = REAL(getsockname)(fd, address, size);
    if (result == 0 && address->sa_family == AF_INET6 && IN6_IS_ADDR_V4MAPPED(&((struct sockaddr_in6 *) address)->sin6_addr))
        ((struct sockaddr_in6 *) address)->sin6_addr = in6addr_loopback;
    return result;
}
