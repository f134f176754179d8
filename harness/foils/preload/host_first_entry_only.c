/* getaddrinfo gives one entry.
 * Noticed by: suites/hosts/test_getaddrinfo.py::test_no_host_and_no_family_is_the_loopback_of_both
 */
#include "foil.h"

int getaddrinfo(const char *host, const char *service, const struct addrinfo *hints, struct addrinfo **found)
{
    int result = REAL(getaddrinfo)(host, service, hints, found);
    if (result == 0)
        (*found)->ai_next = NULL;
    return result;
}
