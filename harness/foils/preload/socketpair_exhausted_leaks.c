/* socketpair keeps the last free number when it fails.
 * Noticed by: suites/creation/test_socket_descriptors.py::test_a_pair_that_could_not_be_made_leaves_the_last_number_free
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
