/* select skips a closed descriptor.
 * Noticed by: suites/readiness/test_select.py::test_a_closed_handle_in_a_set_is_refused
 */
#include "foil.h"

int select(int count, fd_set *read, fd_set *write, fd_set *exceptional, struct timeval *time)
{
    for (int fd = 0; fd < count; fd++)
        if (read && FD_ISSET(fd, read) && fcntl(fd, F_GETFD) < 0)
            FD_CLR(fd, read);
    return REAL(select)(count, read, write, exceptional, time);
}
