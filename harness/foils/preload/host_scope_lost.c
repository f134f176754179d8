/* getaddrinfo loses the scope of an address.
 * Noticed by: suites/hosts/test_getaddrinfo.py::test_the_scope_behind_an_address_is_kept
 */
#include "foil.h"

int getaddrinfo(const char *host, const char *service, const struct addrinfo *hints, struct addrinfo **found)
{
    int result = REAL(getaddrinfo)(host, service, hints, found);
    for (struct addrinfo *entry = result ? NULL : *found; entry; entry = entry->ai_next)
        if (entry->ai_family == AF_INET6)
            ((struct sockaddr_in6 *) entry->ai_addr)->sin6_scope_id = 0;
    return result;
}
