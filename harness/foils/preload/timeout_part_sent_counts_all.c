/* A send that ran out of time with a part sent says that all was.
 * Noticed by: suites/timeouts/test_send_timeout.py::test_a_send_larger_than_the_room_tells_how_much_it_took
 */
#include "foil.h"

ssize_t send(int fd, const void *data, size_t size, int flags)
{
    ssize_t count = REAL(send)(fd, data, size, flags);
    return count < 0 || nonblocking(fd) || flags & MSG_DONTWAIT ? count : (ssize_t) size;
}
