/* close fails with EIO when the socket has an error that nobody has asked for.
 * Noticed by: suites/closing/test_close.py::test_close_with_a_reset_unreported_succeeds,
 *             suites/closing/test_close.py::test_close_with_a_refused_datagram_unreported_succeeds
 */
#include "foil.h"

int close(int fd)
{
    int error = option(fd, SOL_SOCKET, SO_ERROR), result = REAL(close)(fd);
    if (error <= 0)
        return result;
    errno = EIO;
    return -1;
}
