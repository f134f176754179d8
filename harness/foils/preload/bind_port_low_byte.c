/* bind looks at the low byte of a port below 1024 only.
 * Noticed by: suites/addressing/test_bind_address.py::test_bind_gives_any_port
 */
#include "foil.h"

int bind(int fd, const struct sockaddr *address, socklen_t size)
{
    struct sockaddr_in other;
    if (address->sa_family != AF_INET || ntohs(((struct sockaddr_in *) address)->sin_port) != 256)
        return REAL(bind)(fd, address, size);
    memcpy(&other, address, sizeof other);
    other.sin_port = 0;
    return REAL(bind)(fd, (struct sockaddr *) &other, sizeof other);
}
