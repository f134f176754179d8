/* getaddrinfo says protocol 0 for datagrams.
 * Noticed by: suites/hosts/test_getaddrinfo.py::test_every_entry_has_the_type_that_was_asked_for
 */
#include "foil.h"

int getaddrinfo(const char *host, const char *service, const struct addrinfo *hints, struct addrinfo **found)
{
    int result = REAL(getaddrinfo)(host, service, hints, found);
    for (struct addrinfo *entry = result ? NULL : *found; entry; entry = entry->ai_next)
        entry->ai_protocol = entry->ai_socktype == SOCK_DGRAM ? 0 : entry->ai_protocol;
    return result;
}
