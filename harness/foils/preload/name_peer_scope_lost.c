/* getpeername returns a link-local address without its scope.
 * Noticed by: suites/addressing/test_getsockname.py::test_a_link_local_peer_has_its_scope
 */
#include "foil.h"

int getpeername(int fd, struct sockaddr *address, socklen_t *size)
{
    int result = REAL(getpeername)(fd, address, size);
    if (result == 0 && address->sa_family == AF_INET6)
        ((struct sockaddr_in6 *) address)->sin6_scope_id = 0;
    return result;
}
