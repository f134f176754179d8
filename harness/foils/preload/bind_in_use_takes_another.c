/* bind to a port that is taken takes another one.
 * Noticed by: suites/addressing/test_getsockname.py::test_unknown
 */
#include "foil.h"

int bind(int fd, const struct sockaddr *address, socklen_t size)
{
    struct sockaddr_in other;
    int result = REAL(bind)(fd, address, size);
    if (result == 0 || errno != EADDRINUSE || address->sa_family != AF_INET)
        return result;
    memcpy(&other, address, sizeof other);
    other.sin_port = 0;
    return REAL(bind)(fd, (struct sockaddr *) &other, sizeof other);
}
