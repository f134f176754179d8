/* accept gives connections descriptors from 200 on.
 * Noticed by: suites/connections/test_accept_descriptors.py::test_descriptors_ascend_while_none_is_freed
 */
#include "foil.h"

int accept4(int fd, struct sockaddr *address, socklen_t *size, int flags)
{
    int taken = REAL(accept4)(fd, address, size, flags);
    int moved = fcntl(taken, F_DUPFD_CLOEXEC, 200);
    if (taken < 0 || moved < 0)
        return taken;
    close(taken);
    return moved;
}
