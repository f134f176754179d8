/* recv reports a reset although there is data to be read first.
 * Noticed by: suites/closing/test_reset.py::test_queued_data_is_read_before_the_reset_is_reported
 */
#include "foil.h"

ssize_t recv(int fd, void *buffer, size_t size, int flags)
{
    int error = type_of(fd) == SOCK_STREAM ? option(fd, SOL_SOCKET, SO_ERROR) : 0;
    if (error > 0) {
        errno = error;
        return -1;
    }
    return REAL(recv)(fd, buffer, size, flags);
}
