/* AI_PASSIVE has no effect.
 * Noticed by: suites/hosts/test_getaddrinfo.py::test_no_host_and_passive_is_any_address
 */
#include "foil.h"

int getaddrinfo(const char *host, const char *service, const struct addrinfo *hints, struct addrinfo **found)
{
    struct addrinfo changed = hints ? *hints : (struct addrinfo) {0};
    changed.ai_flags &= ~AI_PASSIVE;
    return REAL(getaddrinfo)(host, service, &changed, found);
}
