/* socket of a family that there is not reports EINVAL.
 * Noticed by: suites/addressing/test_getsockname.py::test_unknown
 */
#include "foil.h"

int socket(int family, int type, int protocol)
{
    int result = REAL(socket)(family, type, protocol);
    if (result < 0 && errno == EAFNOSUPPORT)
        errno = EINVAL;
    return result;
}
