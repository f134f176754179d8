/* A UDP socket that was refused once fails every receive so.
 * Noticed by: suites/datagram/test_unreachable.py::test_the_next_receive_reports_the_closed_port_and_the_one_after_does_not
 *             suites/datagram/test_unreachable.py::test_a_refused_socket_sends_and_receives_again
 */
#include "foil.h"

static char refused[1024];

int close(int fd)
{
    if (fd >= 0 && fd < 1024)
        refused[fd] = 0;
    return REAL(close)(fd);
}

ssize_t recv(int fd, void *buffer, size_t size, int flags)
{
    ssize_t got = refused[fd] ? -1 : REAL(recv)(fd, buffer, size, flags);
    if (got == -1 && (refused[fd] || errno == ECONNREFUSED)) {
        refused[fd] = 1;
        errno = ECONNREFUSED;
    }
    return got;
}
