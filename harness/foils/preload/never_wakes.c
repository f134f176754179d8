/* A call that has to wait never returns, whatever comes.
 * Noticed by: suites/connections/test_accept_blocking.py::test_accept_blocks_until_a_client_connects
 */
#include "foil.h"

static void wait_for_ever_if_nothing_is_there(int fd, int flags)
{
    struct pollfd one = {fd, POLLIN, 0};
    if (!nonblocking(fd) && !(flags & MSG_DONTWAIT) && REAL(poll)(&one, 1, 0) == 0)
        for (;;)
            pause();
}

ssize_t recv(int fd, void *buffer, size_t size, int flags)
{
    wait_for_ever_if_nothing_is_there(fd, flags);
    return REAL(recv)(fd, buffer, size, flags);
}

ssize_t recvfrom(int fd, void *buffer, size_t size, int flags, struct sockaddr *address, socklen_t *length)
{
    wait_for_ever_if_nothing_is_there(fd, flags);
    return REAL(recvfrom)(fd, buffer, size, flags, address, length);
}

ssize_t recvmsg(int fd, struct msghdr *message, int flags)
{
    wait_for_ever_if_nothing_is_there(fd, flags);
    return REAL(recvmsg)(fd, message, flags);
}

int accept4(int fd, struct sockaddr *address, socklen_t *length, int flags)
{
    wait_for_ever_if_nothing_is_there(fd, 0);
    return REAL(accept4)(fd, address, length, flags);
}
