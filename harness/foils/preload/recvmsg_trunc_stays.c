/* Once recvmsg has cut a message of a socket, it flags every later one.
 * Noticed by: suites/messages/test_message_flags.py::test_the_flag_of_one_message_does_not_stay_for_the_next
 */
#include "foil.h"

static int seen[1024];

int close(int fd)
{
    if (fd >= 0 && fd < 1024)
        seen[fd] = 0;
    return REAL(close)(fd);
}

ssize_t recvmsg(int fd, struct msghdr *message, int flags)
{
    ssize_t got = REAL(recvmsg)(fd, message, flags);
    if (got >= 0)
        message->msg_flags |= seen[fd] |= message->msg_flags & MSG_TRUNC;
    return got;
}
