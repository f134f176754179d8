/* A socket that was nonblocking once stays so.
 * Noticed by: suites/runtime/test_timeout_modes.py::test_no_timeout_is_blocking_again, suites/runtime/test_timeout_modes.py::test_the_mode_changes_as_often_as_it_is_set
 */
#include "foil.h"

int ioctl(int fd, unsigned long request, ...)
{
    va_list rest;
    va_start(rest, request);
    void *argument = va_arg(rest, void *);
    va_end(rest);
    return request == FIONBIO && type_of(fd) >= 0 && *(int *) argument == 0 ? 0 : REAL(ioctl)(fd, request, argument);
}
