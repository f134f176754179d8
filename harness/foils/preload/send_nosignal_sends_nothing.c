/* A send with MSG_NOSIGNAL claims to have sent, and sends nothing.
 * Seen only at the peer.
 * Noticed by: suites/stream/test_send_flags.py::test_what_is_sent_with_msg_nosignal_arrives
 */
#include "foil.h"

ssize_t send(int fd, const void *data, size_t size, int flags)
{
    struct pollfd one = {fd, 0, 0};
    if ((flags & MSG_NOSIGNAL) && REAL(poll)(&one, 1, 0) == 0)
        return size;
    return REAL(send)(fd, data, size, flags);
}
