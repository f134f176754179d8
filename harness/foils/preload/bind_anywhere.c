/* bind to an address that nobody has succeeds.
 * Noticed by: suites/addressing/test_getsockname.py::test_unknown
 */
#include "foil.h"

int bind(int fd, const struct sockaddr *address, socklen_t size)
{
    int on = 1;
    setsockopt(fd, IPPROTO_IP, IP_FREEBIND, &on, sizeof on);
    return REAL(bind)(fd, address, size);
}
