/* bind to a mapped address takes every address, and getsockname does not tell. Seen only at the peer.
 * Noticed by: suites/addressing/test_bind_dual_stack.py::test_datagrams_of_a_socket_bound_to_a_mapped_address_come_from_there
 */
#include "foil.h"

static struct in6_addr told[1024];

int bind(int fd, const struct sockaddr *address, socklen_t size)
{
    struct sockaddr_in6 other;
    if (address->sa_family != AF_INET6 || !IN6_IS_ADDR_V4MAPPED(&((struct sockaddr_in6 *) address)->sin6_addr)
        || option(fd, IPPROTO_IPV6, IPV6_V6ONLY))
        return REAL(bind)(fd, address, size);
    memcpy(&other, address, sizeof other);
    told[fd] = other.sin6_addr;
    other.sin6_addr = in6addr_any;
    return REAL(bind)(fd, (struct sockaddr *) &other, sizeof other);
}

int close(int fd)
{
    if (fd >= 0)
        told[fd] = in6addr_any;
    return REAL(close)(fd);
}

int getsockname(int fd, struct sockaddr *address, socklen_t *size)
{
    int result = REAL(getsockname)(fd, address, size);
    if (result == 0 && address->sa_family == AF_INET6 && IN6_IS_ADDR_V4MAPPED(&told[fd]))
        ((struct sockaddr_in6 *) address)->sin6_addr = told[fd];
    return result;
}
