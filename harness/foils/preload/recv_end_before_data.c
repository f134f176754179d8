/* Once the peer has closed, receives return end of file though data is queued.
 * Noticed by: suites/stream/test_recv_eof.py::test_all_data_comes_before_the_end_of_file
 */
#include "foil.h"

ssize_t recv(int fd, void *buffer, size_t size, int flags)
{
    struct pollfd one = {fd, POLLRDHUP, 0};
    if (type_of(fd) == SOCK_STREAM && REAL(poll)(&one, 1, 0) == 1 && (one.revents & POLLRDHUP) && !(one.revents & POLLERR))
        return 0;
    return REAL(recv)(fd, buffer, size, flags);
}
