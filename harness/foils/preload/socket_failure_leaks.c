/* socket takes a number when it fails.
 * Noticed by: suites/creation/test_socket_errors.py::test_a_socket_that_was_refused_takes_no_number
 */
#include "foil.h"

int socket(int family, int type, int protocol)
{
    int fd = REAL(socket)(family, type, protocol);
    if (fd < 0) {
        int wrong = errno;
        fcntl(2, F_DUPFD_CLOEXEC, 0);
        errno = wrong;
    }
    return fd;
}
