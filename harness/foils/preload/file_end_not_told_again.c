/* The end of a stream is told once; the next recv waits for more.
 * Noticed by: suites/runtime/test_file.py::test_a_read_that_meets_the_end_gets_what_there_is
 */
#include "foil.h"

ssize_t recv(int fd, void *buffer, size_t size, int flags)
{
    static int ended = -1;
    if (fd == ended && type_of(fd) == SOCK_STREAM) {
        ended = -1;
        errno = EAGAIN;
        return -1;
    }
    ssize_t result = REAL(recv)(fd, buffer, size, flags);
    ended = result == 0 && size && type_of(fd) == SOCK_STREAM ? fd : ended;
    return result;
}
