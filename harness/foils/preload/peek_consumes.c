/* MSG_PEEK takes the data out of the queue.
 * Noticed by: suites/stream/test_peek.py::test_peeked_data_is_still_there
 */
#include "foil.h"

ssize_t recv(int fd, void *buffer, size_t size, int flags)
{
    return REAL(recv)(fd, buffer, size, flags & ~MSG_PEEK);
}
