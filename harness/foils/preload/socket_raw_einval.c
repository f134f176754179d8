/* socket without privilege reports EINVAL for a raw socket.
 * Noticed by: suites/creation/test_socket_errors.py::test_a_raw_socket_needs_privilege
 */
#include "foil.h"

int socket(int family, int type, int protocol)
{
    int result = REAL(socket)(family, type, protocol);
    if (result < 0 && errno == EPERM)
        errno = EINVAL;
    return result;
}
