/* recvmsg reports a reset as ETIMEDOUT.
 * Noticed by: suites/closing/test_reset.py::test_recv_after_a_reset_reports_it_once
 */
#include "foil.h"

ssize_t recvmsg(int fd, struct msghdr *message, int flags)
{
    ssize_t count = REAL(recvmsg)(fd, message, flags);
    if (count < 0 && errno == ECONNRESET)
        errno = ETIMEDOUT;
    return count;
}
