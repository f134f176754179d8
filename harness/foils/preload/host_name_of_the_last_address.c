/* getnameinfo tells the host of the call before.
 * Noticed by: suites/hosts/test_getnameinfo.py::test_an_address_is_told_in_numbers
 */
#include "foil.h"

int getnameinfo(const struct sockaddr *address, socklen_t size, char *host, socklen_t host_size, char *service, socklen_t service_size, int flags)
{
    static char last[1025] = "0.0.0.0";
    char now[1025];
    int result = REAL(getnameinfo)(address, size, now, sizeof now, service, service_size, flags);
    if (result == 0) {
        strncpy(host, last, host_size);
        strcpy(last, now);
    }
    return result;
}
