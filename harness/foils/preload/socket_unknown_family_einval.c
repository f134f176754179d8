/* socket of a family that there is not reports EINVAL.
 * Noticed by: suites/creation/test_socket_errors.py::test_a_family_that_there_is_not_is_refused
 */
#include "foil.h"

int socket(int family, int type, int protocol)
{
    int result = REAL(socket)(family, type, protocol);
    if (result < 0 && errno == EAFNOSUPPORT)
        errno = EINVAL;
    return result;
}
