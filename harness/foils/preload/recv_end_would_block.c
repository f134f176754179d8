/* A nonblocking receive at the end of file fails with EAGAIN.
 * Noticed by: suites/stream/test_recv_eof.py::test_nonblocking_recv_at_the_end_returns_nothing
 */
#include "foil.h"

ssize_t recvmsg(int fd, struct msghdr *message, int flags)
{
    ssize_t got = REAL(recvmsg)(fd, message, flags);
    if (got != 0 || type_of(fd) != SOCK_STREAM || !nonblocking(fd))
        return got;
    errno = EAGAIN;
    return -1;
}
