/* socket without a free number reports ENFILE.
 * Noticed by: suites/creation/test_socket_descriptors.py::test_without_a_free_number_no_socket_can_be_made
 */
#include "foil.h"

int socket(int family, int type, int protocol)
{
    int result = REAL(socket)(family, type, protocol);
    if (result < 0 && errno == EMFILE)
        errno = ENFILE;
    return result;
}
