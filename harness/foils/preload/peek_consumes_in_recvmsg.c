/* MSG_PEEK is ignored by recvmsg.
 * Noticed by: suites/stream/test_peek.py::test_no_call_that_peeks_takes_anything
 */
#include "foil.h"

ssize_t recvmsg(int fd, struct msghdr *message, int flags)
{
    return REAL(recvmsg)(fd, message, flags & ~MSG_PEEK);
}
