/* accept takes the first byte that a client has sent already.
 * Noticed by: suites/connections/test_accept_gone_clients.py::test_data_sent_before_accept_is_received_first
 */
#include "foil.h"

int accept4(int fd, struct sockaddr *address, socklen_t *size, int flags)
{
    int taken = REAL(accept4)(fd, address, size, flags);
    char byte;
    if (taken >= 0)
        REAL(recv)(taken, &byte, 1, MSG_DONTWAIT);
    return taken;
}
