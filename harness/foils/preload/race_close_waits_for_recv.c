/* close waits until the recv that is under way has returned.
 * Noticed by: suites/closing/test_close_blocked.py::test_a_blocked_recv_survives_close_or_fails
 */
#include "foil.h"

static int readers[4096];

ssize_t recv(int fd, void *buffer, size_t size, int flags)
{
    __atomic_add_fetch(&readers[fd & 4095], 1, __ATOMIC_SEQ_CST);
    ssize_t count = REAL(recv)(fd, buffer, size, flags);
    __atomic_sub_fetch(&readers[fd & 4095], 1, __ATOMIC_SEQ_CST);
    return count;
}

int close(int fd)
{
    while (type_of(fd) >= 0 && __atomic_load_n(&readers[fd & 4095], __ATOMIC_SEQ_CST) > 0)
        poll(0, 0, 1);
    return REAL(close)(fd);
}
