/* A small receive on a stream waits until its buffer is full.
 * Noticed by: suites/stream/test_waitall.py::test_recv_without_the_flag_does_not_wait_for_all
 */
#include "foil.h"

ssize_t recv(int fd, void *buffer, size_t size, int flags)
{
    int waits = type_of(fd) == SOCK_STREAM && !nonblocking(fd) && size <= 20 && !(flags & (MSG_DONTWAIT | MSG_PEEK | MSG_OOB));
    return REAL(recv)(fd, buffer, size, waits ? flags | MSG_WAITALL : flags);
}
