/* A socket's second sendto goes where its first one went. Seen only at the peer.
 * Noticed by: suites/datagram/test_destination.py::test_each_datagram_goes_to_the_address_of_its_call
 */
#include "foil.h"

static struct { struct sockaddr_storage to; socklen_t length; } first[1024];

int close(int fd)
{
    if (fd >= 0 && fd < 1024)
        first[fd].length = 0;
    return REAL(close)(fd);
}

ssize_t sendto(int fd, const void *data, size_t size, int flags, const struct sockaddr *to, socklen_t length)
{
    if (first[fd].length == 0) {
        memcpy(&first[fd].to, to, length);
        first[fd].length = length;
    }
    return REAL(sendto)(fd, data, size, flags, (struct sockaddr *) &first[fd].to, first[fd].length);
}
