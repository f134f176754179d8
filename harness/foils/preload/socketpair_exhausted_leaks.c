/* socketpair keeps the last free number when it fails.
 * Noticed by: suites/addressing/test_getsockname.py::test_unknown
 */
#include "foil.h"

int socketpair(int family, int type, int protocol, int ends[2])
{
    int result = REAL(socketpair)(family, type, protocol, ends);
    if (result < 0 && errno == EMFILE) {
        fcntl(2, F_DUPFD_CLOEXEC, 0);
        errno = EMFILE;
    }
    return result;
}
