/* sendmsg after the own shutdown succeeds the first time; the data is lost.
 * Noticed by: suites/errors/test_broken_pipe.py::test_after_the_own_shutdown_every_send_is_a_broken_pipe
 */
#include "foil.h"

static char told[4096];

ssize_t sendmsg(int fd, const struct msghdr *message, int flags)
{
    ssize_t count = REAL(sendmsg)(fd, message, flags);
    if (count < 0 && errno == EPIPE && !told[fd & 4095]++)
        return message->msg_iov[0].iov_len;
    return count;
}
