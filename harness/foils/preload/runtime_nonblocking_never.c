/* Nonblocking mode is taken note of and has no effect.
 * Noticed by: suites/runtime/test_timeout_modes.py::test_setblocking_off_is_a_timeout_of_zero
 */
#include "foil.h"

int ioctl(int fd, unsigned long request, ...)
{
    va_list rest;
    va_start(rest, request);
    void *argument = va_arg(rest, void *);
    va_end(rest);
    return request == FIONBIO && type_of(fd) >= 0 ? 0 : REAL(ioctl)(fd, request, argument);
}
