/* bind to port 0 takes ports from 20000 on, outside the range for it.
 * Noticed by: suites/addressing/test_bind_port_zero.py::test_bind_to_port_zero_gives_a_port_of_the_systems_range
 */
#include "foil.h"

int bind(int fd, const struct sockaddr *address, socklen_t size)
{
    static int next = 20000;
    struct sockaddr_in6 other;
    if (address->sa_family == AF_UNIX || ((struct sockaddr_in *) address)->sin_port)
        return REAL(bind)(fd, address, size);
    memcpy(&other, address, size);
    other.sin6_port = htons(next++);
    return REAL(bind)(fd, (struct sockaddr *) &other, size);
}
