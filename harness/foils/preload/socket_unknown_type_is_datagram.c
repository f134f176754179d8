/* socket makes a datagram socket of a type that there is not.
 * Noticed by: suites/creation/test_socket_errors.py::test_a_type_that_there_is_not_is_refused
 */
#include "foil.h"

int socket(int family, int type, int protocol)
{
    return REAL(socket)(family, (type & 127) == 75 ? SOCK_DGRAM | SOCK_CLOEXEC : type, protocol);
}
