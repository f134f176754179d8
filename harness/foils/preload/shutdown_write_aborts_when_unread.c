/* SHUT_WR with unread data aborts a TCP connection.
 * Noticed by: suites/closing/test_shutdown_write.py::test_unread_data_is_no_reason_to_reset
 */
#include "foil.h"

int shutdown(int fd, int how)
{
    int unread = 0;
    struct sockaddr nobody = {AF_UNSPEC, {0}};
    if (how == SHUT_WR && type_of(fd) == SOCK_STREAM && ioctl(fd, FIONREAD, &unread) == 0 && unread > 0)
        return connect(fd, &nobody, sizeof nobody);
    return REAL(shutdown)(fd, how);
}
