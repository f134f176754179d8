/* getaddrinfo gives all types, whatever is asked for.
 * Noticed by: suites/hosts/test_getaddrinfo.py::test_every_entry_has_the_type_that_was_asked_for
 */
#include "foil.h"

int getaddrinfo(const char *host, const char *service, const struct addrinfo *hints, struct addrinfo **found)
{
    struct addrinfo changed = hints ? *hints : (struct addrinfo) {0};
    changed.ai_socktype = 0;
    return REAL(getaddrinfo)(host, service, &changed, found);
}
