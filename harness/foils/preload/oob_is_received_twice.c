/* An urgent byte can be received again and again.
 * Noticed by: suites/stream/test_oob_recv.py::test_an_urgent_byte_is_received_once
 */
#include "foil.h"

ssize_t recv(int fd, void *buffer, size_t size, int flags)
{
    static char last[4096], known[4096];
    ssize_t got = REAL(recv)(fd, buffer, size, flags);
    if (!(flags & MSG_OOB))
        return got;
    if (got == 1)
        known[fd] = 1, last[fd] = *(char *) buffer;
    if (got >= 0 || errno != EINVAL || !known[fd])
        return got;
    *(char *) buffer = last[fd];
    return 1;
}
