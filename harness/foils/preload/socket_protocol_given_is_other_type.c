/* A datagram socket made with IPPROTO_UDP is nonblocking and broadcasts.
 * Noticed by: suites/addressing/test_getsockname.py::test_unknown
 */
#include "foil.h"

int socket(int family, int type, int protocol)
{
    return REAL(socket)(family, type, protocol == IPPROTO_UDP && family == AF_INET6 ? 136 : protocol);
}
