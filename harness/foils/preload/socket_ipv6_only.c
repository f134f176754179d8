/* IPv6 sockets start with IPV6_V6ONLY on.
 * Noticed by: suites/addressing/test_bind_dual_stack.py::test_a_udp_socket_of_the_ipv6_wildcard_address_receives_over_ipv4
 */
#include "foil.h"

int socket(int family, int type, int protocol)
{
    int fd = REAL(socket)(family, type, protocol), on = 1;
    if (fd >= 0 && family == AF_INET6)
        setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
    return fd;
}
