/* recv returns the end of file once; then it fails with ENOTCONN.
 * Noticed by: suites/errors/test_end_of_file.py::test_the_end_of_file_stays
 */
#include "foil.h"

static char ended[4096];

ssize_t recv(int fd, void *buffer, size_t size, int flags)
{
    ssize_t count = REAL(recv)(fd, buffer, size, flags);
    if (count == 0 && type_of(fd) == SOCK_STREAM && ended[fd & 4095]++) {
        errno = ENOTCONN;
        return -1;
    }
    return count;
}

int close(int fd)
{
    ended[fd & 4095] = 0;
    return REAL(close)(fd);
}
