/* close reads what nobody has read, so that the peer does not learn that it was lost. Seen only at the peer.
 * Noticed by: suites/closing/test_close_unread.py::test_close_with_unread_data_resets,
 *             suites/closing/test_close_unread.py::test_close_of_an_unread_local_connection_is_reported_once
 */
#include "foil.h"

int close(int fd)
{
    char rest[65536];
    if (type_of(fd) == SOCK_STREAM || type_of(fd) == SOCK_SEQPACKET)
        for (int times = 0; times < 16 && recv(fd, rest, sizeof rest, MSG_DONTWAIT) > 0; times++)
            ;
    return REAL(close)(fd);
}
