/* connect to the wildcard address is refused.
 * Noticed by: suites/connections/test_connect_establishes.py::test_connect_to_the_wildcard_address_reaches_a_loopback_listener,
 *             suites/connections/test_connect_datagram.py::test_connect_of_udp_to_the_wildcard_address_means_loopback
 */
#include "foil.h"

int connect(int fd, const struct sockaddr *address, socklen_t size)
{
    if (address->sa_family == AF_INET && ((struct sockaddr_in *) address)->sin_addr.s_addr == 0) {
        errno = ECONNREFUSED;
        return -1;
    }
    return REAL(connect)(fd, address, size);
}
