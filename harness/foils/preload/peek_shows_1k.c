/* A peek shows no more than a kilobyte.
 * Noticed by: suites/stream/test_peek.py::test_a_peek_of_any_size_shows_all_that_is_there
 */
#include "foil.h"

ssize_t recv(int fd, void *buffer, size_t size, int flags)
{
    return REAL(recv)(fd, buffer, (flags & MSG_PEEK) && size > 1024 ? 1024 : size, flags);
}
