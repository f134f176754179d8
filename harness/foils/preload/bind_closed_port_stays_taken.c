/* The port of a closed UDP socket stays taken.
 * Noticed by: suites/addressing/test_bind_in_use.py::test_the_port_of_a_closed_udp_socket_can_be_bound_at_once
 */
#include "foil.h"

static char bound[1024];

int bind(int fd, const struct sockaddr *address, socklen_t size)
{
    int result = REAL(bind)(fd, address, size);
    bound[fd] = result == 0 && type_of(fd) == SOCK_DGRAM && address->sa_family == AF_INET6;
    return result;
}

int close(int fd)
{
    if (fd >= 0 && bound[fd]) {
        bound[fd] = 0;
        fcntl(fd, F_DUPFD_CLOEXEC, 300);
    }
    return REAL(close)(fd);
}
