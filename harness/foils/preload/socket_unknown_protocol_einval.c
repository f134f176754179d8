/* socket with a protocol that there is not reports EINVAL.
 * Noticed by: suites/creation/test_socket_errors.py::test_a_protocol_that_the_family_does_not_have_is_refused
 */
#include "foil.h"

int socket(int family, int type, int protocol)
{
    int result = REAL(socket)(family, type, protocol);
    if (result < 0 && errno == EPROTONOSUPPORT)
        errno = EINVAL;
    return result;
}
