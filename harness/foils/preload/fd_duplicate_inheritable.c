/* Duplicates of sockets are inherited by programs.
 * Noticed by: suites/runtime/test_handles.py::test_no_socket_that_was_made_is_inherited_by_programs
 */
#include "foil.h"

int fcntl64(int fd, int command, ...)
{
    va_list rest;
    va_start(rest, command);
    void *argument = va_arg(rest, void *);
    va_end(rest);
    return REAL(fcntl)(fd, command == F_DUPFD_CLOEXEC && type_of(fd) >= 0 ? F_DUPFD : command, argument);
}

int fcntl(int fd, int command, ...) __attribute__((alias("fcntl64")));
