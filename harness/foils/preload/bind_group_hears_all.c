/* bind of a UDP socket to a group takes every address.
 * Noticed by: suites/addressing/test_getsockname.py::test_unknown
 */
#include "foil.h"

int bind(int fd, const struct sockaddr *address, socklen_t size)
{
    struct sockaddr_in other;
    if (address->sa_family != AF_INET || !IN_MULTICAST(ntohl(((struct sockaddr_in *) address)->sin_addr.s_addr)))
        return REAL(bind)(fd, address, size);
    memcpy(&other, address, sizeof other);
    other.sin_addr.s_addr = INADDR_ANY;
    return REAL(bind)(fd, (struct sockaddr *) &other, sizeof other);
}
