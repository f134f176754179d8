/* End of file is returned once; then receives fail with ENOTCONN.
 * Noticed by: suites/stream/test_recv_eof.py::test_the_end_of_file_stays
 */
#include "foil.h"

ssize_t recv(int fd, void *buffer, size_t size, int flags)
{
    static char ended[4096];
    ssize_t got = REAL(recv)(fd, buffer, size, flags);
    if (got != 0 || type_of(fd) != SOCK_STREAM || !ended[fd]++)
        return got;
    errno = ENOTCONN;
    return -1;
}
