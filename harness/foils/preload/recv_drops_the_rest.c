/* A receive on a stream that fills its buffer drops what else is queued.
 * Noticed by: suites/stream/test_recv_counts.py::test_a_block_is_read_in_parts_of_growing_size
 */
#include "foil.h"

ssize_t recv(int fd, void *buffer, size_t size, int flags)
{
    char rest[4096];
    ssize_t got = REAL(recv)(fd, buffer, size, flags);
    if (type_of(fd) == SOCK_STREAM && got == (ssize_t) size && !(flags & (MSG_PEEK | MSG_OOB)))
        while (REAL(recv)(fd, rest, sizeof rest, MSG_DONTWAIT) > 0)
            ;
    return got;
}
