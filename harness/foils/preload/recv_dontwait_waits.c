/* MSG_DONTWAIT is ignored by recvfrom.
 * Noticed by: suites/stream/test_recv_empty.py::test_no_call_that_receives_waits_with_msg_dontwait
 */
#include "foil.h"

ssize_t recvfrom(int fd, void *buffer, size_t size, int flags, struct sockaddr *address, socklen_t *length)
{
    return REAL(recvfrom)(fd, buffer, size, flags & ~MSG_DONTWAIT, address, length);
}
