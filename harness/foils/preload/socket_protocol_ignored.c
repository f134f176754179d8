/* socket ignores a protocol that does not fit.
 * Noticed by: suites/creation/test_socket_errors.py::test_a_protocol_of_another_type_is_refused
 */
#include "foil.h"

int socket(int family, int type, int protocol)
{
    return REAL(socket)(family, type, protocol == IPPROTO_TCP || protocol == IPPROTO_UDP ? 0 : protocol);
}
