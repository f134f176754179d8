/* connect to a port above 61000 reaches the one 32768 below.
 * Noticed by: suites/connections/test_connect_establishes.py::test_connect_reaches_every_port
 */
#include "foil.h"

int connect(int fd, const struct sockaddr *address, socklen_t size)
{
    struct sockaddr_in other;
    if (address->sa_family != AF_INET || ntohs(((struct sockaddr_in *) address)->sin_port) < 61000)
        return REAL(connect)(fd, address, size);
    memcpy(&other, address, sizeof other);
    other.sin_port = htons(ntohs(other.sin_port) & 0x7fff);
    return REAL(connect)(fd, (struct sockaddr *) &other, sizeof other);
}
