/* A datagram socket that received an empty datagram receives nothing but nothing from then on.
 * Noticed by: suites/datagram/test_empty.py::test_an_empty_message_is_received_in_its_place
 */
#include "foil.h"

static char ended[1024];

int close(int fd)
{
    if (fd >= 0 && fd < 1024)
        ended[fd] = 0;
    return REAL(close)(fd);
}

ssize_t recv(int fd, void *buffer, size_t size, int flags)
{
    if (ended[fd])
        return 0;
    ssize_t got = REAL(recv)(fd, buffer, size, flags);
    ended[fd] = got == 0 && size > 0 && type_of(fd) == SOCK_DGRAM;
    return got;
}
