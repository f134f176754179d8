/* A nonblocking local send into a full queue drops the message and counts it.
 * Noticed by: suites/datagram/test_full_queue.py::test_a_nonblocking_send_into_a_full_queue_fails_at_once
 */
#include "foil.h"

ssize_t sendto(int fd, const void *data, size_t size, int flags, const struct sockaddr *to, socklen_t length)
{
    ssize_t sent = REAL(sendto)(fd, data, size, flags, to, length);
    return sent == -1 && errno == EAGAIN && type_of(fd) == SOCK_DGRAM ? (ssize_t) size : sent;
}
