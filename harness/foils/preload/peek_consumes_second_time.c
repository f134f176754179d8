/* Every second peek takes the data out of the queue.
 * Noticed by: suites/stream/test_peek.py::test_peeked_data_is_still_there
 */
#include "foil.h"

ssize_t recv(int fd, void *buffer, size_t size, int flags)
{
    static char peeks[4096];
    if ((flags & MSG_PEEK) && ++peeks[fd] % 2 == 0)
        flags &= ~MSG_PEEK;
    return REAL(recv)(fd, buffer, size, flags);
}
