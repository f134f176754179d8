/* A second shutdown of a connection fails with ENOTCONN.
 * Noticed by: suites/closing/test_shutdown_write.py::test_writing_can_be_shut_down_twice,
 *             suites/closing/test_shutdown_both.py::test_reading_and_then_writing_is_the_same
 */
#include "foil.h"

static char ended[4096];

int shutdown(int fd, int how)
{
    int result = REAL(shutdown)(fd, how);
    if (result == 0 && ended[fd & 4095]) {
        errno = ENOTCONN;
        return -1;
    }
    ended[fd & 4095] |= result == 0;
    return result;
}

int close(int fd)
{
    ended[fd & 4095] = 0;
    return REAL(close)(fd);
}
