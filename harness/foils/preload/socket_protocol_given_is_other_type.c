/* A datagram socket made with IPPROTO_UDP is nonblocking and broadcasts.
 * Noticed by: suites/creation/test_socket.py::test_a_datagram_socket_made_with_its_protocol_is_udp
 */
#include "foil.h"

int socket(int family, int type, int protocol)
{
    return REAL(socket)(family, type, protocol == IPPROTO_UDP && family == AF_INET6 ? 136 : protocol);
}
