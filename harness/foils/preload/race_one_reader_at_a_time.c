/* Only one thread at a time waits in recv; the end of file does not reach the others.
 * Noticed by: suites/concurrency/test_readers.py::test_the_end_of_file_wakes_all_readers
 */
#include "foil.h"

static int readers[4096];

ssize_t recv(int fd, void *buffer, size_t size, int flags)
{
    if (type_of(fd) >= 0 && readers[fd & 4095] > 0) {
        errno = EBUSY;
        return -1;
    }
    __atomic_add_fetch(&readers[fd & 4095], 1, __ATOMIC_SEQ_CST);
    ssize_t count = REAL(recv)(fd, buffer, size, flags);
    __atomic_sub_fetch(&readers[fd & 4095], 1, __ATOMIC_SEQ_CST);
    return count;
}
