/* getsockname returns only the low byte of the port.
 * Noticed by: suites/addressing/test_getsockname.py::test_an_accepted_socket_has_the_name_its_client_connected_to
 */
#include "foil.h"

int getsockname(int fd, struct sockaddr *address, socklen_t *size)
{
    int result = REAL(getsockname)(fd, address, size);
    if (result == 0 && address->sa_family == AF_INET6)
        ((struct sockaddr_in6 *) address)->sin6_port &= htons(255);
    return result;
}
