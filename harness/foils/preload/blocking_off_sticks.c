/* A nonblocking socket cannot be made blocking again.
 * Noticed by: suites/readiness/test_blocking_mode.py::test_the_mode_counts_for_the_next_receive
 */
#include "foil.h"

int ioctl(int fd, unsigned long request, ...)
{
    va_list arguments;
    va_start(arguments, request);
    int *value = va_arg(arguments, int *);
    va_end(arguments);
    if (request == FIONBIO && !*value)
        return 0;
    return REAL(ioctl)(fd, request, value);
}
