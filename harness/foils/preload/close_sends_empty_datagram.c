/* close of a connected datagram socket sends an empty datagram, as if there were an end of file. Seen only at the peer.
 * Noticed by: suites/closing/test_close_datagrams.py::test_close_sends_no_datagram_of_its_own
 */
#include "foil.h"

int close(int fd)
{
    if (type_of(fd) == SOCK_DGRAM)
        send(fd, "", 0, MSG_NOSIGNAL | MSG_DONTWAIT);
    return REAL(close)(fd);
}
