/* socket ignores a protocol that does not fit.
 * Noticed by: suites/addressing/test_getsockname.py::test_unknown
 */
#include "foil.h"

int socket(int family, int type, int protocol)
{
    return REAL(socket)(family, type, protocol == IPPROTO_TCP || protocol == IPPROTO_UDP ? 0 : protocol);
}
