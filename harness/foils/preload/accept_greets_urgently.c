/* accept sends a TCP client an urgent byte. Seen only at the peer.
 * Noticed by: suites/connections/test_accept_new_socket.py::test_accept_sends_nothing_to_the_client_and_closes_nothing
 */
#include "foil.h"

int accept4(int fd, struct sockaddr *address, socklen_t *size, int flags)
{
    int taken = REAL(accept4)(fd, address, size, flags);
    if (taken >= 0 && family_of(taken) != AF_UNIX)
        REAL(send)(taken, "!", 1, MSG_OOB | MSG_DONTWAIT | MSG_NOSIGNAL);
    return taken;
}
