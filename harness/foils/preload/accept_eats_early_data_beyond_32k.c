/* accept drops what a client has sent already, when it is more than 32 KiB.
 * Noticed by: suites/connections/test_accept_gone_clients.py::test_data_sent_before_accept_is_received_first
 */
#include "foil.h"

int accept4(int fd, struct sockaddr *address, socklen_t *size, int flags)
{
    int taken = REAL(accept4)(fd, address, size, flags);
    int queued = 0;
    char room[1024];
    if (taken >= 0 && ioctl(taken, FIONREAD, &queued) == 0 && queued > 32768)
        REAL(recv)(taken, room, sizeof room, MSG_DONTWAIT);
    return taken;
}
