/* Accepted sockets are inherited by programs.
 * Noticed by: suites/runtime/test_handles.py::test_no_socket_that_was_accepted_is_inherited_by_programs
 */
#include "foil.h"

int accept4(int fd, struct sockaddr *address, socklen_t *size, int flags)
{
    return REAL(accept4)(fd, address, size, flags & ~SOCK_CLOEXEC);
}
