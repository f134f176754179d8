/* getaddrinfo swaps the two bytes of the port.
 * Noticed by: suites/hosts/test_getaddrinfo.py::test_a_number_is_that_port
 */
#include "foil.h"

int getaddrinfo(const char *host, const char *service, const struct addrinfo *hints, struct addrinfo **found)
{
    int result = REAL(getaddrinfo)(host, service, hints, found);
    for (struct addrinfo *entry = result ? NULL : *found; entry; entry = entry->ai_next)
        ((struct sockaddr_in *) entry->ai_addr)->sin_port = __builtin_bswap16(((struct sockaddr_in *) entry->ai_addr)->sin_port);
    return result;
}
