/* bind of a link-local name drops its scope and takes any.
 * Noticed by: suites/addressing/test_getsockname.py::test_a_link_local_name_has_its_scope
 */
#include "foil.h"

int getsockname(int fd, struct sockaddr *address, socklen_t *size)
{
    int result = REAL(getsockname)(fd, address, size);
    if (result == 0 && address->sa_family == AF_INET6)
        ((struct sockaddr_in6 *) address)->sin6_scope_id = 0;
    return result;
}
