/* accept without a free descriptor fails with ENFILE.
 * Noticed by: suites/connections/test_accept_errors.py::test_accept_without_a_free_descriptor_fails
 */
#include "foil.h"

int accept4(int fd, struct sockaddr *address, socklen_t *size, int flags)
{
    int taken = REAL(accept4)(fd, address, size, flags);
    if (taken < 0 && errno == EMFILE)
        errno = ENFILE;
    return taken;
}
