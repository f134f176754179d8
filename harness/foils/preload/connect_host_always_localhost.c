/* connect to any address of 127/8 reaches 127.0.0.1, and getpeername does not tell. Seen only at the peer.
 * Noticed by: suites/connections/test_connect_establishes.py::test_connect_tells_two_addresses_of_one_port_apart,
 *             suites/connections/test_connect_establishes.py::test_connect_reaches_any_loopback_address
 */
#include "foil.h"

static struct in_addr told[1024];

int connect(int fd, const struct sockaddr *address, socklen_t size)
{
    struct sockaddr_in other;
    if (address->sa_family != AF_INET || *(unsigned char *) &((struct sockaddr_in *) address)->sin_addr != 127)
        return REAL(connect)(fd, address, size);
    memcpy(&other, address, sizeof other);
    told[fd] = other.sin_addr;
    other.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return REAL(connect)(fd, (struct sockaddr *) &other, sizeof other);
}

int getpeername(int fd, struct sockaddr *address, socklen_t *size)
{
    int result = REAL(getpeername)(fd, address, size);
    if (result == 0 && address->sa_family == AF_INET && told[fd].s_addr)
        ((struct sockaddr_in *) address)->sin_addr = told[fd];
    return result;
}
