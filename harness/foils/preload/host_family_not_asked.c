/* getaddrinfo gives all families, whatever is asked for.
 * Noticed by: suites/hosts/test_getaddrinfo.py::test_every_entry_has_the_family_that_was_asked_for
 */
#include "foil.h"

int getaddrinfo(const char *host, const char *service, const struct addrinfo *hints, struct addrinfo **found)
{
    struct addrinfo changed = hints ? *hints : (struct addrinfo) {0};
    changed.ai_family = changed.ai_family == AF_INET || changed.ai_family == AF_INET6 ? AF_UNSPEC : changed.ai_family;
    return REAL(getaddrinfo)(host, service, &changed, found);
}
