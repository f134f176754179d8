/* A receive on an AF_UNIX stream returns no more than 64 KiB.
 * Noticed by: suites/stream/test_recv_counts.py::test_one_recv_takes_all_of_a_large_block
 */
#include "foil.h"

ssize_t recv(int fd, void *buffer, size_t size, int flags)
{
    int local = type_of(fd) == SOCK_STREAM && family_of(fd) == AF_UNIX;
    return REAL(recv)(fd, buffer, local && size > 65536 ? 65536 : size, flags);
}
