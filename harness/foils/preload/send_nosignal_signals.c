/* MSG_NOSIGNAL is ignored by sendmsg.
 * Noticed by: suites/stream/test_sigpipe.py::test_msg_nosignal_keeps_sigpipe_away
 */
#include "foil.h"

ssize_t sendmsg(int fd, const struct msghdr *message, int flags)
{
    return REAL(sendmsg)(fd, message, flags & ~MSG_NOSIGNAL);
}
