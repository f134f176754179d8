/* socketpair with one free number reports ENFILE.
 * Noticed by: suites/creation/test_socket_descriptors.py::test_with_one_free_number_no_pair_can_be_made
 */
#include "foil.h"

int socketpair(int family, int type, int protocol, int ends[2])
{
    int result = REAL(socketpair)(family, type, protocol, ends);
    if (result < 0 && errno == EMFILE)
        errno = ENFILE;
    return result;
}
