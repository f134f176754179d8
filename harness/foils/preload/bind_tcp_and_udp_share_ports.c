/* A UDP socket cannot have a port that a TCP socket has.
 * Noticed by: suites/addressing/test_bind_in_use.py::test_udp_has_a_port_that_tcp_has
 */
#include "foil.h"

int bind(int fd, const struct sockaddr *address, socklen_t size)
{
    int rival = -1;
    if (type_of(fd) == SOCK_DGRAM && address->sa_family == AF_INET && ((struct sockaddr_in *) address)->sin_port) {
        rival = socket(AF_INET, SOCK_STREAM, 0);
        if (REAL(bind)(rival, address, size) < 0) {
            close(rival);
            errno = EADDRINUSE;
            return -1;
        }
        close(rival);
    }
    return REAL(bind)(fd, address, size);
}
