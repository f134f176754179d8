/* AI_CANONNAME has no effect.
 * Noticed by: suites/hosts/test_getaddrinfo.py::test_the_canonical_name_of_a_number_is_the_number
 */
#include "foil.h"

int getaddrinfo(const char *host, const char *service, const struct addrinfo *hints, struct addrinfo **found)
{
    struct addrinfo changed = hints ? *hints : (struct addrinfo) {0};
    changed.ai_flags &= ~AI_CANONNAME;
    return REAL(getaddrinfo)(host, service, &changed, found);
}
