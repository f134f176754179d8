/* FIONREAD counts one byte too few.
 * Noticed by: suites/stream/test_recv_counts.py::test_the_count_of_readable_bytes_is_exact
 */
#include "foil.h"

int ioctl(int fd, unsigned long request, ...)
{
    va_list rest;
    va_start(rest, request);
    int *answer = va_arg(rest, int *);
    va_end(rest);
    int done = REAL(ioctl)(fd, request, answer);
    if (request == FIONREAD && done == 0 && type_of(fd) >= 0 && *answer > 0)
        --*answer;
    return done;
}
