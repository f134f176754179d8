/* bind of a UDP socket to a group takes every address.
 * Noticed by: suites/addressing/test_bind_groups.py::test_a_socket_bound_to_a_group_gets_nothing_that_is_sent_to_the_host
 */
#include "foil.h"

int bind(int fd, const struct sockaddr *address, socklen_t size)
{
    struct sockaddr_in other;
    if (address->sa_family != AF_INET || !IN_MULTICAST(ntohl(((struct sockaddr_in *) address)->sin_addr.s_addr)))
        return REAL(bind)(fd, address, size);
    memcpy(&other, address, sizeof other);
    other.sin_addr.s_addr = INADDR_ANY;
    return REAL(bind)(fd, (struct sockaddr *) &other, sizeof other);
}
