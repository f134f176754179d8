/* A service that nobody knows is port 0.
 * Noticed by: suites/hosts/test_getaddrinfo_names.py::test_a_service_that_nobody_knows_is_not_found
 */
#include "foil.h"

int getaddrinfo(const char *host, const char *service, const struct addrinfo *hints, struct addrinfo **found)
{
    int result = REAL(getaddrinfo)(host, service, hints, found);
    return result == EAI_SERVICE ? REAL(getaddrinfo)(host, "0", hints, found) : result;
}
