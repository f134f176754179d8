/* A nonblocking recv at the end of file fails with EAGAIN.
 * Noticed by: suites/errors/test_end_of_file.py::test_a_nonblocking_recv_at_the_end_of_file_need_not_wait
 */
#include "foil.h"

ssize_t recv(int fd, void *buffer, size_t size, int flags)
{
    ssize_t count = REAL(recv)(fd, buffer, size, flags);
    if (count == 0 && size > 0 && type_of(fd) == SOCK_STREAM && nonblocking(fd)) {
        errno = EAGAIN;
        return -1;
    }
    return count;
}
