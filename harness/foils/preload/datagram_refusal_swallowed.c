/* A connected UDP socket is not told by send that the port was closed.
 * Noticed by: suites/datagram/test_unreachable.py::test_the_next_send_reports_the_closed_port_and_the_one_after_does_not
 */
#include "foil.h"

ssize_t send(int fd, const void *data, size_t size, int flags)
{
    ssize_t sent = REAL(send)(fd, data, size, flags);
    if (sent == -1 && errno == ECONNREFUSED && family_of(fd) != AF_UNIX)
        sent = REAL(send)(fd, data, size, flags);
    return sent;
}
