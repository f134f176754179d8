/* socketpair of IP sockets makes an AF_UNIX pair with one end closed.
 * Noticed by: suites/creation/test_socketpair.py::test_ip_sockets_make_no_pair
 */
#include "foil.h"

int socketpair(int family, int type, int protocol, int ends[2])
{
    if (family == AF_UNIX || (type & 15) != SOCK_STREAM)
        return REAL(socketpair)(family, type, protocol, ends);
    return REAL(socketpair)(AF_UNIX, type, 0, ends);
}
