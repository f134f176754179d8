/* select does not find a socket writable whose connect was refused.
 * Noticed by: suites/readiness/test_select.py::test_a_refused_connect_becomes_writable
 */
#include "foil.h"

int select(int count, fd_set *read, fd_set *write, fd_set *exceptional, struct timeval *time)
{
    for (int fd = 0; write && !read && fd < count; fd++)
        if (FD_ISSET(fd, write) && type_of(fd) == SOCK_STREAM
            && getpeername(fd, (struct sockaddr *) &(struct sockaddr_storage) {0}, &(socklen_t) {128}))
            FD_CLR(fd, write);
    return REAL(select)(count, read, write, exceptional, time);
}
