/* After one send with MSG_NOSIGNAL a socket raises SIGPIPE no more.
 * Noticed by: suites/stream/test_sigpipe.py::test_msg_nosignal_holds_for_one_call_only
 */
#include "foil.h"

ssize_t send(int fd, const void *data, size_t size, int flags)
{
    static char quiet[4096];
    quiet[fd] |= (flags & MSG_NOSIGNAL) != 0;
    return REAL(send)(fd, data, size, quiet[fd] ? flags | MSG_NOSIGNAL : flags);
}
