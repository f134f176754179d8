/* select looks at descriptors below 64 only.
 * Noticed by: suites/readiness/test_select.py::test_many_sockets_are_all_looked_at
 */
#include "foil.h"

int select(int count, fd_set *read, fd_set *write, fd_set *exceptional, struct timeval *time)
{
    for (int fd = 64; fd < count; fd++) {
        if (read)
            FD_CLR(fd, read);
        if (write)
            FD_CLR(fd, write);
    }
    return REAL(select)(count, read, write, exceptional, time);
}
