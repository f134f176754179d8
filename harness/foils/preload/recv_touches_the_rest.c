/* A receive writes a zero behind what it received.
 * Noticed by: suites/stream/test_recv_counts.py::test_a_huge_buffer_is_touched_no_more_than_needed
 */
#include "foil.h"

ssize_t recv(int fd, void *buffer, size_t size, int flags)
{
    ssize_t got = REAL(recv)(fd, buffer, size, flags);
    if (got > 0 && (size_t) got < size && type_of(fd) >= 0)
        ((char *) buffer)[got] = 0;
    return got;
}
