/* IPv4 addresses are mapped where IPv6 is asked for, unasked.
 * Noticed by: suites/hosts/test_getaddrinfo_names.py::test_a_number_of_another_family_is_refused
 */
#include "foil.h"

int getaddrinfo(const char *host, const char *service, const struct addrinfo *hints, struct addrinfo **found)
{
    struct addrinfo changed = hints ? *hints : (struct addrinfo) {0};
    changed.ai_flags |= AI_V4MAPPED;
    return REAL(getaddrinfo)(host, service, &changed, found);
}
