/* socketpair gives its second end without close-on-exec.
 * Noticed by: suites/runtime/test_handles.py::test_no_socket_that_was_made_is_inherited_by_programs
 */
#include "foil.h"

int socketpair(int family, int type, int protocol, int ends[2])
{
    int result = REAL(socketpair)(family, type, protocol, ends);
    if (result == 0)
        REAL(fcntl)(ends[1], F_SETFD, 0);
    return result;
}
