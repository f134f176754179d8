/* Both ends of a pair share one mode.
 * Noticed by: suites/readiness/test_blocking_mode.py::test_the_other_end_of_a_pair_stays_blocking
 */
#include "foil.h"

static int other[65536];

int socketpair(int family, int type, int protocol, int ends[2])
{
    int result = REAL(socketpair)(family, type, protocol, ends);
    if (result == 0)
        other[ends[0]] = ends[1], other[ends[1]] = ends[0];
    return result;
}

int ioctl(int fd, unsigned long request, ...)
{
    va_list arguments;
    va_start(arguments, request);
    int *value = va_arg(arguments, int *);
    va_end(arguments);
    if (request == FIONBIO && other[fd & 0xffff])
        REAL(ioctl)(other[fd & 0xffff], request, value);
    return REAL(ioctl)(fd, request, value);
}

int close(int fd)
{
    other[fd & 0xffff] = 0;
    return REAL(close)(fd);
}
