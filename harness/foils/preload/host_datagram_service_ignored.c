/* NI_DGRAM has no effect.
 * Noticed by: suites/hosts/test_getnameinfo.py::test_a_port_is_told_by_the_name_of_its_datagram_service_if_asked
 */
#include "foil.h"

int getnameinfo(const struct sockaddr *address, socklen_t size, char *host, socklen_t host_size, char *service, socklen_t service_size, int flags)
{
    return REAL(getnameinfo)(address, size, host, host_size, service, service_size, flags & ~NI_DGRAM);
}
