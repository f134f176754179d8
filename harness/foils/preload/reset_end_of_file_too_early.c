/* recv returns the end of file as soon as the peer has ended, whatever is queued behind 32 KiB.
 * Noticed by: suites/errors/test_end_of_file.py::test_a_reader_that_comes_late_gets_all_data_first
 */
#include "foil.h"

ssize_t recv(int fd, void *buffer, size_t size, int flags)
{
    struct pollfd one = {fd, POLLRDHUP, 0};
    int queued = 0;
    if (type_of(fd) == SOCK_STREAM && REAL(poll)(&one, 1, 0) == 1 && one.revents == POLLRDHUP && ioctl(fd, FIONREAD, &queued) == 0 && queued > 32768)
        return 0;
    return REAL(recv)(fd, buffer, size, flags);
}
