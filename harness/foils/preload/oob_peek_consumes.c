/* A peek at the urgent byte takes it.
 * Noticed by: suites/stream/test_oob_recv.py::test_an_urgent_byte_that_was_peeked_is_still_there
 */
#include "foil.h"

ssize_t recv(int fd, void *buffer, size_t size, int flags)
{
    return REAL(recv)(fd, buffer, size, flags & MSG_OOB ? flags & ~MSG_PEEK : flags);
}
