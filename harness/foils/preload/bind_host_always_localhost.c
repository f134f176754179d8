/* bind to any address of 127/8 takes 127.0.0.1, and getsockname does not tell. Seen only at the peer.
 * Noticed by: suites/addressing/test_bind_address.py::test_datagrams_come_from_an_address_that_is_not_the_usual_one
 */
#include "foil.h"

static struct in_addr told[1024];

int bind(int fd, const struct sockaddr *address, socklen_t size)
{
    struct sockaddr_in other;
    if (address->sa_family != AF_INET || *(unsigned char *) &((struct sockaddr_in *) address)->sin_addr != 127)
        return REAL(bind)(fd, address, size);
    memcpy(&other, address, sizeof other);
    other.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int result = REAL(bind)(fd, (struct sockaddr *) &other, sizeof other);
    if (result == 0)
        told[fd] = ((struct sockaddr_in *) address)->sin_addr;
    return result;
}

int close(int fd)
{
    if (fd >= 0)
        told[fd].s_addr = 0;
    return REAL(close)(fd);
}

int getsockname(int fd, struct sockaddr *address, socklen_t *size)
{
    int result = REAL(getsockname)(fd, address, size);
    if (result == 0 && address->sa_family == AF_INET && told[fd].s_addr)
        ((struct sockaddr_in *) address)->sin_addr = told[fd];
    return result;
}
