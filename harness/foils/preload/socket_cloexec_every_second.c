/* Every second socket is not closed on exec.
 * Noticed by: suites/addressing/test_getsockname.py::test_unknown
 */
#include "foil.h"

int socket(int family, int type, int protocol)
{
    static int count;
    return REAL(socket)(family, ++count % 2 ? type : type & ~SOCK_CLOEXEC, protocol);
}
