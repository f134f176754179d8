/* A second thread in accept fails at once.
 * Noticed by: suites/concurrency/test_clients.py::test_a_pool_of_acceptors_takes_every_client_once
 */
#include "foil.h"

static int acceptors[4096];

int accept4(int fd, struct sockaddr *address, socklen_t *size, int flags)
{
    if (acceptors[fd & 4095] > 0) {
        errno = EAGAIN;
        return -1;
    }
    __atomic_add_fetch(&acceptors[fd & 4095], 1, __ATOMIC_SEQ_CST);
    int accepted = REAL(accept4)(fd, address, size, flags);
    __atomic_sub_fetch(&acceptors[fd & 4095], 1, __ATOMIC_SEQ_CST);
    return accepted;
}
