/* NI_NAMEREQD gives numbers where there is no name.
 * Noticed by: suites/hosts/test_getnameinfo.py::test_an_address_without_a_name_has_none_to_give
 */
#include "foil.h"

int getnameinfo(const struct sockaddr *address, socklen_t size, char *host, socklen_t host_size, char *service, socklen_t service_size, int flags)
{
    int result = REAL(getnameinfo)(address, size, host, host_size, service, service_size, flags);
    if (result == 0)
        return 0;
    return REAL(getnameinfo)(address, size, host, host_size, service, service_size, (flags & ~NI_NAMEREQD) | NI_NUMERICHOST);
}
