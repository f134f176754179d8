/* A send that shutdown cut short claims to have sent everything.
 * Noticed by: suites/concurrency/test_writers.py::test_a_sender_that_waits_is_cut_off_by_shutdown_in_the_middle
 */
#include "foil.h"

ssize_t send(int fd, const void *data, size_t size, int flags)
{
    ssize_t count = REAL(send)(fd, data, size, flags);
    return count > 0 && !nonblocking(fd) && !(flags & MSG_DONTWAIT) ? (ssize_t) size : count;
}
