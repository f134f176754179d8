/* A blocked recv holds up a send on the same socket.
 * Noticed by: suites/concurrency/test_writers.py::test_a_blocked_recv_does_not_hold_up_a_send
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

ssize_t send(int fd, const void *data, size_t size, int flags)
{
    while (__atomic_load_n(&readers[fd & 4095], __ATOMIC_SEQ_CST) > 0)
        poll(0, 0, 1);
    return REAL(send)(fd, data, size, flags);
}
