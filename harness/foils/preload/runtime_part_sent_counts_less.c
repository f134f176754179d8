/* A send that takes a part counts one byte less than it took. Seen only at the peer.
 * Noticed by: suites/runtime/test_sendall.py::test_sendall_with_a_timeout_goes_on_whenever_the_peer_makes_room
 */
#include "foil.h"

ssize_t send(int fd, const void *data, size_t size, int flags)
{
    ssize_t result = REAL(send)(fd, data, size, flags);
    return result > 1 && (size_t) result < size ? result - 1 : result;
}
