/* bind to the IPv4 wildcard address takes 127.0.0.1, and getsockname does not tell. Seen only at the peer.
 * Noticed by: suites/addressing/test_bind_address.py::test_a_listener_of_the_wildcard_address_is_found_at_every_address,
 *             suites/addressing/test_bind_address.py::test_a_udp_socket_of_the_wildcard_address_is_found_at_every_address
 */
#include "foil.h"

static char told[1024];

int bind(int fd, const struct sockaddr *address, socklen_t size)
{
    struct sockaddr_in other;
    if (address->sa_family != AF_INET || ((struct sockaddr_in *) address)->sin_addr.s_addr)
        return REAL(bind)(fd, address, size);
    memcpy(&other, address, sizeof other);
    other.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int result = REAL(bind)(fd, (struct sockaddr *) &other, sizeof other);
    told[fd] = result == 0;
    return result;
}

int close(int fd)
{
    if (fd >= 0)
        told[fd] = 0;
    return REAL(close)(fd);
}

int getsockname(int fd, struct sockaddr *address, socklen_t *size)
{
    int result = REAL(getsockname)(fd, address, size);
    if (result == 0 && address->sa_family == AF_INET && told[fd])
        ((struct sockaddr_in *) address)->sin_addr.s_addr = INADDR_ANY;
    return result;
}
