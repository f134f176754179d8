/* sockatmark goes on saying yes beyond the mark.
 * Noticed by: suites/stream/test_oob_mark.py::test_sockatmark_is_true_at_the_mark_only
 */
#include "foil.h"

int ioctl(int fd, unsigned long request, ...)
{
    va_list rest;
    va_start(rest, request);
    int *answer = va_arg(rest, int *);
    va_end(rest);
    static char seen[4096];
    int done = REAL(ioctl)(fd, request, answer);
    if (request == SIOCATMARK && done == 0)
        *answer = seen[fd] |= *answer;
    return done;
}
