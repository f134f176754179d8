/* connect of a TCP socket bound to 127.0.0.2 goes out from 127.0.0.1, and getsockname does not tell. Seen only at the peer.
 * Noticed by: suites/connections/test_connect_names.py::test_the_server_sees_an_address_that_is_not_the_usual_one
 */
#include "foil.h"

static struct sockaddr_in told[1024];

int connect(int fd, const struct sockaddr *address, socklen_t size)
{
    struct sockaddr_in name;
    socklen_t length = sizeof name;
    getsockname(fd, (struct sockaddr *) &name, &length);
    if (name.sin_family == AF_INET && name.sin_addr.s_addr == inet_addr("127.0.0.2") && type_of(fd) == SOCK_STREAM) {
        int fresh = socket(AF_INET, SOCK_STREAM, 0);
        dup3(fresh, fd, O_CLOEXEC);
        close(fresh);
        told[fd] = name;
    }
    return REAL(connect)(fd, address, size);
}

int close(int fd)
{
    if (fd >= 0)
        told[fd].sin_port = 0;
    return REAL(close)(fd);
}

int getsockname(int fd, struct sockaddr *address, socklen_t *size)
{
    int result = REAL(getsockname)(fd, address, size);
    if (result == 0 && told[fd].sin_port && address->sa_family == AF_INET)
        memcpy(address, &told[fd], sizeof told[fd]);
    return result;
}
