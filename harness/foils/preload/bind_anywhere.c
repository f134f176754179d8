/* bind to an address that nobody has succeeds.
 * Noticed by: suites/addressing/test_bind_address.py::test_bind_to_an_address_that_nobody_has_fails
 */
#include "foil.h"

int bind(int fd, const struct sockaddr *address, socklen_t size)
{
    int on = 1;
    setsockopt(fd, IPPROTO_IP, IP_FREEBIND, &on, sizeof on);
    return REAL(bind)(fd, address, size);
}
