/* socket makes a stream when IP seqpacket is asked for.
 * Noticed by: suites/creation/test_socket_errors.py::test_seqpacket_over_ip_is_refused
 */
#include "foil.h"

int socket(int family, int type, int protocol)
{
    return REAL(socket)(family, family != AF_UNIX && (type & 15) == SOCK_SEQPACKET ? SOCK_STREAM | SOCK_CLOEXEC : type, protocol);
}
