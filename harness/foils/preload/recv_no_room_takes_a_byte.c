/* A receive without room takes a byte off a stream.
 * Noticed by: suites/stream/test_recv_empty_buffer.py::test_no_room_takes_nothing_from_a_stream
 */
#include "foil.h"

ssize_t recvfrom(int fd, void *buffer, size_t size, int flags, struct sockaddr *address, socklen_t *length)
{
    char lost;
    if (size == 0 && type_of(fd) == SOCK_STREAM)
        return REAL(recvfrom)(fd, &lost, 1, flags, address, length) < 0 ? -1 : 0;
    return REAL(recvfrom)(fd, buffer, size, flags, address, length);
}
