/* Asked for urgent data when there is none, recv returns 0.
 * Noticed by: suites/stream/test_oob_recv.py::test_without_an_urgent_byte_there_is_nothing_to_receive
 */
#include "foil.h"

ssize_t recv(int fd, void *buffer, size_t size, int flags)
{
    ssize_t got = REAL(recv)(fd, buffer, size, flags);
    return (flags & MSG_OOB) && got < 0 && errno == EINVAL ? 0 : got;
}
