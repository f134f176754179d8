/* A peek at an empty queue fails at once.
 * Noticed by: suites/stream/test_peek.py::test_peek_blocks_until_data_arrives
 */
#include "foil.h"

ssize_t recv(int fd, void *buffer, size_t size, int flags)
{
    return REAL(recv)(fd, buffer, size, flags & MSG_PEEK ? flags | MSG_DONTWAIT : flags);
}
