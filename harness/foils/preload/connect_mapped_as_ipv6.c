/* connect to a mapped address finds no route.
 * Noticed by: suites/connections/test_connect_dual_stack.py::test_connect_to_a_mapped_address_reaches_the_ipv4_listener,
 *             suites/connections/test_connect_dual_stack.py::test_a_udp_socket_connected_to_a_mapped_address_receives_over_ipv4
 */
#include "foil.h"

int connect(int fd, const struct sockaddr *address, socklen_t size)
{
    if (address->sa_family == AF_INET6 && IN6_IS_ADDR_V4MAPPED(&((struct sockaddr_in6 *) address)->sin6_addr)) {
        errno = ENETUNREACH;
        return -1;
    }
    return REAL(connect)(fd, address, size);
}
