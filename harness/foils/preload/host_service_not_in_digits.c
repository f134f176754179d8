/* NI_NUMERICSERV has no effect.
 * Noticed by: suites/hosts/test_getnameinfo.py::test_a_port_is_told_in_digits
 */
#include "foil.h"

int getnameinfo(const struct sockaddr *address, socklen_t size, char *host, socklen_t host_size, char *service, socklen_t service_size, int flags)
{
    return REAL(getnameinfo)(address, size, host, host_size, service, service_size, flags & ~NI_NUMERICSERV);
}
