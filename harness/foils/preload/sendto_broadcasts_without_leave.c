/* A broadcast is sent although SO_BROADCAST is off.
 * Noticed by: suites/datagram/test_broadcast.py::test_a_broadcast_without_the_option_fails
 */
#include "foil.h"

ssize_t sendto(int fd, const void *data, size_t size, int flags, const struct sockaddr *to, socklen_t length)
{
    ssize_t sent = REAL(sendto)(fd, data, size, flags, to, length);
    if (sent == -1 && errno == EACCES && family_of(fd) == AF_INET) {
        setsockopt(fd, SOL_SOCKET, SO_BROADCAST, &(int) {1}, sizeof(int));
        sent = REAL(sendto)(fd, data, size, flags, to, length);
    }
    return sent;
}
