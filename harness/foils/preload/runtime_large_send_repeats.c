/* A send of more than 64 KiB sends its first byte again in place of the last. Seen only at the peer.
 * Noticed by: suites/runtime/test_sendall.py::test_the_peer_gets_all_that_was_sent_and_nothing_more
 */
#include "foil.h"

ssize_t send(int fd, const void *data, size_t size, int flags)
{
    ssize_t result = REAL(send)(fd, data, size > 65536 ? 65536 : size, flags);
    if (result == 65536 && size > 65536 && type_of(fd) == SOCK_STREAM && REAL(send)(fd, data, 1, flags) == 1)
        result++;
    return result;
}
