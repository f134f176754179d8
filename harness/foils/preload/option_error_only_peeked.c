/* SO_ERROR does not take the error: the next call reports it again.
 * Noticed by: suites/options/test_so_error.py::test_an_error_that_was_read_is_not_reported_by_a_later_recv
 */
#include "foil.h"

static int pending[65536];

int getsockopt(int fd, int level, int name, void *value, socklen_t *size)
{
    int result = REAL(getsockopt)(fd, level, name, value, size);
    if (level == SOL_SOCKET && name == SO_ERROR && result == 0)
        pending[fd] = *(int *) value;
    return result;
}

ssize_t recv(int fd, void *buffer, size_t size, int flags)
{
    errno = pending[fd];
    pending[fd] = 0;
    return errno ? -1 : REAL(recv)(fd, buffer, size, flags);
}
