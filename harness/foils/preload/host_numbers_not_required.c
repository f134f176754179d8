/* AI_NUMERICHOST looks up names.
 * Noticed by: suites/hosts/test_getaddrinfo_names.py::test_a_name_is_no_number
 */
#include "foil.h"

int getaddrinfo(const char *host, const char *service, const struct addrinfo *hints, struct addrinfo **found)
{
    struct addrinfo changed = hints ? *hints : (struct addrinfo) {0};
    changed.ai_flags &= ~AI_NUMERICHOST;
    return REAL(getaddrinfo)(host, service, &changed, found);
}
