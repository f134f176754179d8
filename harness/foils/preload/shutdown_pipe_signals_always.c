/* sendmsg raises SIGPIPE for a broken pipe in spite of MSG_NOSIGNAL.
 * Noticed by: suites/errors/test_broken_pipe.py::test_msg_nosignal_keeps_the_signal_back_and_not_the_error
 */
#include "foil.h"

ssize_t sendmsg(int fd, const struct msghdr *message, int flags)
{
    return REAL(sendmsg)(fd, message, flags & ~MSG_NOSIGNAL);
}
