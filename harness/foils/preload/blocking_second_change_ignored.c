/* The mode can be changed once only.
 * Noticed by: suites/readiness/test_blocking_mode.py::test_the_flag_of_the_description_follows_the_mode
 */
#include "foil.h"

static int changed[65536];

int ioctl(int fd, unsigned long request, ...)
{
    va_list arguments;
    va_start(arguments, request);
    int *value = va_arg(arguments, int *);
    va_end(arguments);
    if (request == FIONBIO && type_of(fd) >= 0 && changed[fd & 0xffff]++)
        return 0;
    return REAL(ioctl)(fd, request, value);
}

int close(int fd)
{
    changed[fd & 0xffff] = 0;
    return REAL(close)(fd);
}
