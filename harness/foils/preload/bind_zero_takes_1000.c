/* bind to port 0 takes ports from 1000 on.
 * Noticed by: suites/addressing/test_bind_port_zero.py::test_bind_to_port_zero_gives_a_port
 */
#include "foil.h"

int bind(int fd, const struct sockaddr *address, socklen_t size)
{
    struct sockaddr_in6 other;
    if (address->sa_family == AF_UNIX || ((struct sockaddr_in *) address)->sin_port)
        return REAL(bind)(fd, address, size);
    memcpy(&other, address, size);
    for (int port = 1000; port < 1024; port++) {
        other.sin6_port = htons(port);
        if (REAL(bind)(fd, (struct sockaddr *) &other, size) == 0)
            return 0;
    }
    return REAL(bind)(fd, address, size);
}
