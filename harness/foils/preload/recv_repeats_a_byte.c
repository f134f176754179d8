/* The sixth receive of a single byte leaves it in the queue.
 * Noticed by: suites/stream/test_recv_counts.py::test_a_block_is_read_byte_by_byte
 */
#include "foil.h"

ssize_t recv(int fd, void *buffer, size_t size, int flags)
{
    static int calls[4096];
    int repeats = size == 1 && type_of(fd) == SOCK_STREAM && !(flags & MSG_OOB) && ++calls[fd] == 6;
    return REAL(recv)(fd, buffer, size, repeats ? flags | MSG_PEEK : flags);
}
