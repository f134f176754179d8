/* accept takes a client from the queue and drops it when there is no descriptor for it.
 * Noticed by: suites/connections/test_accept_errors.py::test_the_client_for_whom_there_was_no_descriptor_stays_queued
 */
#include "foil.h"

static int spare;

__attribute__((constructor)) static void keep_one_descriptor(void)
{
    spare = open("/dev/null", O_RDONLY);
}

int accept4(int fd, struct sockaddr *address, socklen_t *size, int flags)
{
    int taken = REAL(accept4)(fd, address, size, flags);
    if (taken < 0 && errno == EMFILE) {
        close(spare);
        close(REAL(accept4)(fd, address, size, flags));
        spare = open("/dev/null", O_RDONLY);
        errno = EMFILE;
    }
    return taken;
}
